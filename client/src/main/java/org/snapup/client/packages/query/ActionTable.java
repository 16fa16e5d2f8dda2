package org.snapup.client.packages.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.snapup.client.render.Escape;

/**
 * Rows of values of actions, as pkg(1) prints them: numbers on the right, the rest on the left; rows without any value
 * are left out, and blanks at the end of a line, too.
 */
final class ActionTable {
    private final List<String> columns;
    private final List<String> headers;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns what the values are */
    ActionTable(List<String> columns, List<String> headers) {
        this.columns = List.copyOf(columns);
        this.headers = List.copyOf(headers);
    }

    void row(List<String> values) {
        List<String> row = new ArrayList<>(values.size());
        values.forEach(value -> row.add(Escape.line(value)));
        rows.add(row);
    }

    /** Without rows that are as the one before. */
    void rowUnlessRepeated(List<String> values) {
        if (rows.isEmpty() || !rows.get(rows.size() - 1).equals(values)) {
            row(values);
        }
    }

    void sort(int column) {
        rows.sort(Comparator.comparing(row -> row.get(column)));
    }

    String text(boolean header) {
        StringBuilder text = new StringBuilder();
        int[] widths = widths();
        for (List<String> row : rows) {
            String line = header ? line(row, widths) : String.join("\t", row).stripTrailing();
            if (!line.isEmpty()) {
                if (header && text.isEmpty()) {
                    text.append(headerLine(widths)).append('\n');
                }
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            String column = columns.get(i);
            widths[i] = Math.max(headers.get(i).length(), column.length() - column.indexOf('.') - 1);
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    private String headerLine(int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String header = headers.get(i).toUpperCase(Locale.ROOT);
            line.append(header).append(" ".repeat(widths[i] - header.length() + 1));
        }
        return line.toString().stripTrailing();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String value = row.get(i);
            String blanks = " ".repeat(widths[i] - length(value));
            boolean right = !isText(columns.get(i)) && isNumber(value);
            line.append(right ? blanks : "")
                    .append(value)
                    .append(right ? "" : blanks)
                    .append(' ');
        }
        return line.toString().stripTrailing();
    }

    private static boolean isText(String column) {
        return column.startsWith("action.") || (column.startsWith("pkg.") && !column.endsWith("size"));
    }

    private static boolean isNumber(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }
}
