package org.snapup.client.render;

import static java.util.Objects.requireNonNullElse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Json;

/** Rows below headers in the formats of pkg(1): columns of fixed widths, values separated by tabs, or JSON. */
public final class Listing {
    private final List<Column> columns;
    private final List<@Nullable String[]> rows = new ArrayList<>();

    public Listing(Column... columns) {
        this.columns = List.of(columns);
    }

    public Listing(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** One value for each column; null for none. */
    public void row(@Nullable String... values) {
        rows.add(values);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public String text(Format format, boolean header) {
        StringBuilder text = new StringBuilder(rows.size() * 96 + 96);
        switch (format) {
            case COLUMNS -> appendColumns(text, header);
            case TSV -> appendTabbed(text, header);
            case JSON -> text.append(json(false));
            case JSON_FORMATTED -> text.append(json(true)).append('\n');
        }
        return text.toString();
    }

    private void appendColumns(StringBuilder text, boolean header) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(i, header);
        }
        if (header) {
            appendRow(text, widths, headers());
        }
        for (@Nullable String[] row : rows) {
            appendRow(text, widths, row);
        }
    }

    private static void appendRow(StringBuilder text, int[] widths, @Nullable String[] row) {
        for (int i = 0; i < row.length; i++) {
            int start = text.length();
            text.append(shown(row[i]));
            if (i + 1 < row.length) {
                int blanks = widths[i] - text.codePointCount(start, text.length());
                for (int n = 0; n <= Math.max(0, blanks); n++) {
                    text.append(' ');
                }
            }
        }
        text.append('\n');
    }

    private int width(int index, boolean header) {
        Column column = columns.get(index);
        if (column.width() > 0) {
            return column.width();
        }
        int width = header || column.width() == Column.WIDE_AS_HEADER
                ? column.header().length()
                : 0;
        for (@Nullable String[] row : rows) {
            String cell = shown(row[index]);
            width = Math.max(width, cell.codePointCount(0, cell.length()));
        }
        return width;
    }

    private void appendTabbed(StringBuilder text, boolean header) {
        if (header) {
            text.append(String.join("\t", headers())).append('\n');
        }
        for (@Nullable String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                text.append(i == 0 ? "" : "\t").append(shown(row[i]));
            }
            text.append('\n');
        }
    }

    private String[] headers() {
        String[] headers = new String[columns.size()];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = columns.get(i).header();
        }
        return headers;
    }

    private static String shown(@Nullable String value) {
        return Escape.line(requireNonNullElse(value, ""));
    }

    /** An array of objects whose fields are in the order of their names. */
    private String json(boolean formatted) {
        StringBuilder json = new StringBuilder("[");
        for (@Nullable String[] row : rows) {
            Map<String, String> object = new TreeMap<>();
            for (int i = 0; i < row.length; i++) {
                object.put(columns.get(i).name(), requireNonNullElse(row[i], "None"));
            }
            json.append(json.length() > 1 ? "," : "").append(formatted ? "\n  " : "");
            json.append(formatted ? formatted(object) : Escape.line(utf8(Json.write(object))));
        }
        return json.append(formatted && !rows.isEmpty() ? "\n]" : "]").toString();
    }

    private static String formatted(Map<String, String> object) {
        StringBuilder json = new StringBuilder("{");
        object.forEach((name, value) -> {
            String pair = utf8(Json.write(Map.of(name, value)));
            int colon = name.length() + 3;
            json.append(json.length() > 1 ? "," : "").append("\n    ");
            json.append(Escape.line(pair.substring(1, colon))).append(": ");
            json.append(Escape.line(pair.substring(colon + 1, pair.length() - 1)));
        });
        return json.append("\n  }").toString();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** How the rows are printed. */
    public enum Format {
        COLUMNS,
        TSV,
        JSON,
        JSON_FORMATTED;

        /** What {@code -F} calls it; null for an unknown word. */
        public static @Nullable Format named(String word) {
            return switch (word) {
                case "default" -> COLUMNS;
                case "tsv" -> TSV;
                case "json" -> JSON;
                case "json-formatted" -> JSON_FORMATTED;
                default -> null;
            };
        }
    }

    /**
     * A column.
     *
     * @param name what JSON and {@code -o} call it
     * @param width of its cells, 0 for as wide as the widest
     */
    public record Column(String name, String header, int width) {
        private static final int WIDE_AS_HEADER = -1;

        /** As wide as the widest of its cells and its header, where that is left out, too. */
        public Column wideAsHeader() {
            return new Column(name, header, WIDE_AS_HEADER);
        }
    }
}
