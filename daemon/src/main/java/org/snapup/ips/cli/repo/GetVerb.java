package org.snapup.ips.cli.repo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Prints the properties of a repository, as pkgrepo(1) does. */
final class GetVerb implements Verb {
    private static final String NAMES = "signature-required-names";

    @Override
    public String usage() {
        return "get -s REPO [-H] [-F default|json|tsv] [--json] [SECTION/PROPERTY]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-H", "--json");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-F");
    }

    /** A list where the value is in brackets. */
    private record Row(String section, String property, String value) {
        boolean isList() {
            return property.equals(NAMES);
        }

        List<String> values() {
            String inner = value.replaceAll("^\\[|]$", "").strip();
            List<String> values = new ArrayList<>();
            for (String part : inner.split(",", -1)) {
                String text = part.strip().replaceAll("^u?'|'$", "");
                if (!text.isEmpty()) {
                    values.add(text);
                }
            }
            return values;
        }

        String shown() {
            if (isList()) {
                return "(" + String.join(" ", values().stream().map(Row::quoted).toList()) + ")";
            }
            return value.isEmpty() ? "\"\"" : quoted(value);
        }

        private static String quoted(String text) {
            return text.replaceAll("([^A-Za-z0-9_%+=:,./@-])", "\\\\$1");
        }
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        ListFormat format = ListFormat.of(arguments);
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(Repositories.write(arguments).properties())
                .forEach((section, properties) -> new TreeMap<>(properties)
                        .forEach((property, value) -> rows.add(new Row(section, property, value))));
        int named = arguments.operands().size();
        int found = 0;
        List<Row> wanted = named == 0 ? rows : new ArrayList<>();
        for (String operand : arguments.operands()) {
            List<Row> matching = rows.stream()
                    .filter(row -> matches(operand, row.section() + "/" + row.property()))
                    .filter(row -> !wanted.contains(row))
                    .toList();
            found += matching.isEmpty() ? 0 : 1;
            wanted.addAll(matching);
        }
        if (wanted.isEmpty()) {
            err.println("snapup-repo get: no property of the repository matches");
            return RepoCommand.FAILED;
        }
        if (format == ListFormat.JSON) {
            printJson(wanted, out);
        } else {
            printColumns(wanted, format, out);
        }
        return found == named ? RepoCommand.DONE : RepoCommand.PARTIAL;
    }

    private static boolean matches(String pattern, String name) {
        String expression = pattern.replaceAll("([^A-Za-z0-9*?/-])", "\\\\$1")
                .replace("*", ".*")
                .replace("?", ".");
        return name.matches(expression);
    }

    private static void printColumns(List<Row> rows, ListFormat format, PrintStream out) {
        boolean tabs = format == ListFormat.TABS || format == ListFormat.TABS_ONLY;
        int sections = width("SECTION", rows.stream().map(Row::section).toList());
        int properties = width("PROPERTY", rows.stream().map(Row::property).toList());
        String layout = tabs ? "%s\t%s\t%s" : "%-" + sections + "s %-" + properties + "s %s";
        if (format == ListFormat.COLUMNS || format == ListFormat.TABS) {
            out.println(String.format(layout, "SECTION", "PROPERTY", "VALUE"));
        }
        rows.forEach(row -> out.println(
                String.format(layout, Text.line(row.section()), Text.line(row.property()), Text.line(row.shown()))));
    }

    private static int width(String header, List<String> texts) {
        return Math.max(
                header.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }

    private static void printJson(List<Row> rows, PrintStream out) {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartArray();
            for (Row row : rows) {
                json.writeStartObject();
                json.writeStringField("property", row.property());
                json.writeStringField("section", row.section());
                json.writeFieldName("value");
                if (row.isList()) {
                    json.writeStartArray();
                    for (String value : row.values()) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                } else {
                    json.writeString(row.value());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }
}
