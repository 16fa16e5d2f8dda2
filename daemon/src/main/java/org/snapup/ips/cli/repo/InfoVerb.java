package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.ips.catalog.CatalogAttributes;
import org.snapup.ips.repo.Repository;

/** Tells how many packages each publisher has, and when its catalog changed. */
final class InfoVerb implements Verb {
    private static final String STATUS = "online";

    @Override
    public String usage() {
        return "info -s REPO [-H] [-F " + ListFormat.NAMES + "] [--json] [-p PUBLISHER]..."
                + " [--key FILE --cert FILE]";
    }

    @Override
    public List<String> flags() {
        return List.of("-H", "--json");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-F", "-p", "--key", "--cert");
    }

    private record Row(String publisher, String packages, String updated) {}

    @Override
    public boolean takesOperands() {
        return false;
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        ListFormat format = ListFormat.of(arguments);
        try (Repository repository = Repositories.read(arguments)) {
            NamedPublishers publishers = Repositories.named(repository, arguments);
            List<Row> rows = publishers.known().stream()
                    .map(publisher ->
                            row(publisher, repository.catalog(publisher).attributes()))
                    .toList();
            if (format.isJson()) {
                JsonRows.print(rows, InfoVerb::fields, format == ListFormat.JSON_FORMATTED, out);
            } else {
                printColumns(rows, format, out);
            }
            return publishers.report("info", RepoCommand.DONE, err);
        }
    }

    // 20261122T235533.456011Z is printed as 2026-11-22T23:55:33.456011Z
    private static Row row(String publisher, CatalogAttributes attributes) {
        String time = attributes.lastModified();
        String updated = time.length() < 15
                ? time
                : time.substring(0, 4) + "-" + time.substring(4, 6) + "-" + time.substring(6, 11) + ":"
                        + time.substring(11, 13) + ":" + time.substring(13);
        return new Row(publisher, Integer.toString(attributes.packageCount()), updated);
    }

    private static void printColumns(List<Row> rows, ListFormat format, PrintStream out) {
        int width =
                rows.stream().mapToInt(row -> row.publisher().length()).max().orElse(0);
        boolean tabs = format == ListFormat.TABS || format == ListFormat.TABS_ONLY;
        String layout = tabs ? "%s\t%s\t%s\t%s" : "%-" + Math.max(width, "PUBLISHER".length()) + "s %-8s %-16s %s";
        if (format == ListFormat.COLUMNS || format == ListFormat.TABS) {
            out.println(String.format(layout, "PUBLISHER", "PACKAGES", "STATUS", "UPDATED"));
        }
        for (Row row : rows) {
            out.println(String.format(
                    layout, Text.line(row.publisher()), row.packages(), STATUS, Text.line(row.updated())));
        }
    }

    private static Map<String, String> fields(Row row) {
        return new TreeMap<>(Map.of(
                "packages", row.packages(), "publisher", row.publisher(), "status", STATUS, "updated", row.updated()));
    }
}
