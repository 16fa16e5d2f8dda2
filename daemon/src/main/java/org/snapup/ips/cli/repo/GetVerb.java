package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.repo.PublisherProperty;
import org.snapup.ips.repo.Repository;

/** Prints the properties of a repository, as pkgrepo(1) does. */
final class GetVerb implements Verb {
    private static final String NAMES = "signature-required-names";

    @Override
    public String usage() {
        return "get -s REPO [-p PUBLISHER|all]... [-H] [-F " + ListFormat.NAMES + "] [--json]"
                + " [--key FILE --cert FILE] [SECTION/PROPERTY]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-H", "--json");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-F", "-p", "--key", "--cert");
    }

    /**
     * A property.
     *
     * @param publisher empty for those of the repository
     * @param value null where it has none, and of lists
     * @param values of lists only
     */
    private record Row(
            String publisher,
            String section,
            String property,
            @Nullable String value,
            @Nullable List<String> values) {
        static Row of(String section, String property, String value) {
            return property.equals(NAMES)
                    ? new Row("", section, property, null, names(value))
                    : new Row("", section, property, value, null);
        }

        static Row of(String publisher, PublisherProperty property) {
            return new Row(publisher, property.section(), property.name(), property.value(), property.values());
        }

        private static List<String> names(String value) {
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
            if (values != null) {
                return "(" + String.join(" ", values.stream().map(Row::quoted).toList()) + ")";
            }
            return value == null ? "" : value.isEmpty() ? "\"\"" : quoted(value);
        }

        private static String quoted(String text) {
            return text.replaceAll("([^A-Za-z0-9_%+=:,./@-])", "\\\\$1");
        }
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        ListFormat format = ListFormat.of(arguments);
        NamedPublishers publishers;
        List<Row> rows;
        try (Repository repository = Repositories.read(arguments)) {
            boolean ofPublishers = !arguments.all("-p").isEmpty();
            publishers = ofPublishers
                    ? Repositories.named(repository, arguments)
                    : new NamedPublishers(List.of(), List.of());
            rows = ofPublishers ? rows(repository, publishers.known()) : rows(repository);
        }
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
        if (wanted.isEmpty() && (named > 0 || !arguments.all("-p").isEmpty())) {
            err.println("snapup-repo get: no property of the repository matches");
            return RepoCommand.FAILED;
        }
        if (format.isJson()) {
            JsonRows.print(wanted, GetVerb::fields, format == ListFormat.JSON_FORMATTED, out);
        } else {
            printColumns(wanted, rows, format, out);
        }
        return publishers.report("get", found == named ? RepoCommand.DONE : RepoCommand.PARTIAL, err);
    }

    private static List<Row> rows(Repository repository) {
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(repository.properties())
                .forEach((section, properties) -> new TreeMap<>(properties)
                        .forEach((property, value) -> rows.add(Row.of(section, property, value))));
        return rows;
    }

    private static List<Row> rows(Repository repository, List<String> publishers) {
        List<Row> rows = new ArrayList<>();
        for (String publisher : publishers) {
            repository.publisherProperties(publisher).forEach(property -> rows.add(Row.of(publisher, property)));
        }
        return rows;
    }

    private static boolean matches(String pattern, String name) {
        String expression = pattern.replaceAll("([^A-Za-z0-9*?/-])", "\\\\$1")
                .replace("*", ".*")
                .replace("?", ".");
        return name.matches(expression);
    }

    /** @param all decide how wide the columns are, as with pkgrepo(1) */
    private static void printColumns(List<Row> rows, List<Row> all, ListFormat format, PrintStream out) {
        boolean tabs = format == ListFormat.TABS || format == ListFormat.TABS_ONLY;
        boolean ofPublishers = !rows.isEmpty() && !rows.get(0).publisher().isEmpty();
        int publishers = width("PUBLISHER", all.stream().map(Row::publisher).toList());
        int sections = width("SECTION", all.stream().map(Row::section).toList());
        int properties = width("PROPERTY", all.stream().map(Row::property).toList());
        String layout = tabs ? "%s\t%s\t%s" : "%-" + sections + "s %-" + properties + "s %s";
        String first = !ofPublishers ? "" : tabs ? "%s\t" : "%-" + publishers + "s ";
        if (format == ListFormat.COLUMNS || format == ListFormat.TABS) {
            out.print(ofPublishers ? String.format(first, "PUBLISHER") : "");
            out.println(String.format(layout, "SECTION", "PROPERTY", "VALUE"));
        }
        for (Row row : rows) {
            out.print(ofPublishers ? String.format(first, Text.line(row.publisher())) : "");
            out.println(
                    String.format(layout, Text.line(row.section()), Text.line(row.property()), Text.line(row.shown())));
        }
    }

    private static int width(String header, List<String> texts) {
        return Math.max(
                header.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }

    private static Map<String, Object> fields(Row row) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("property", row.property());
        if (!row.publisher().isEmpty()) {
            fields.put("publisher", row.publisher());
        }
        fields.put("section", row.section());
        List<String> values = row.values();
        fields.put("value", values == null ? Objects.requireNonNullElse(row.value(), "None") : values);
        return fields;
    }
}
