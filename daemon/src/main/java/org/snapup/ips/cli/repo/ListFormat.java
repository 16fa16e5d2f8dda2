package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snapup.ips.fmri.Version;

/** How packages are printed; columns and keys are those of pkgrepo(1). */
enum ListFormat {
    /** Aligned columns, with headers. */
    COLUMNS {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            header(publishers, out);
            COLUMNS_ONLY.print(publishers, packages, out);
        }
    },
    /** Aligned columns, without headers. */
    COLUMNS_ONLY {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            for (ListedPackage listed : packages) {
                Version version = listed.fmri().requireVersion();
                String time = version.time() == null ? "" : ":" + version.time();
                row(
                        publishers,
                        out,
                        String.valueOf(listed.fmri().publisher()),
                        listed.fmri().name(),
                        listed.state(),
                        version.shortText() + time);
            }
        }
    },
    /** Columns with a tab between them. */
    TABS {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            out.println("PUBLISHER\tNAME\tO\tRELEASE\tBUILD RELEASE\tBRANCH\tPACKAGING DATE\tFMRI");
            TABS_ONLY.print(publishers, packages, out);
        }
    },
    /** As {@link #TABS}, without headers. */
    TABS_ONLY {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            for (ListedPackage listed : packages) {
                Version version = listed.fmri().requireVersion();
                out.println(Stream.of(
                                String.valueOf(listed.fmri().publisher()),
                                listed.fmri().name(),
                                listed.state(),
                                version.release().toString(),
                                version.build().toString(),
                                Objects.toString(version.branch(), NONE),
                                Objects.toString(version.time(), NONE),
                                listed.fmri().toString())
                        .map(Text::line)
                        .collect(Collectors.joining("\t")));
            }
        }
    },
    /** One array of objects, on one line. */
    JSON {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            JsonRows.print(packages, ListFormat::fields, false, out);
        }
    },
    /** As {@link #JSON}, a line for each value. */
    JSON_FORMATTED {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            JsonRows.print(packages, ListFormat::fields, true, out);
        }
    };

    /** What {@code -F} takes. */
    static final String NAMES = "default|json|json-formatted|tsv";

    /** What pkgrepo(1) prints for a part that a version doesn't have. */
    private static final String NONE = "None";

    abstract void print(List<String> publishers, List<ListedPackage> packages, PrintStream out);

    static ListFormat of(Arguments arguments) {
        String format = arguments.has("--json") ? "json" : Objects.requireNonNullElse(arguments.one("-F"), "default");
        boolean headers = !arguments.has("-H");
        return switch (format) {
            case "default" -> headers ? COLUMNS : COLUMNS_ONLY;
            case "tsv" -> headers ? TABS : TABS_ONLY;
            case "json" -> JSON;
            case "json-formatted" -> JSON_FORMATTED;
            default ->
                throw new UsageException("there is no format '" + format + "'; there are " + NAMES.replace("|", ", "));
        };
    }

    /** Whether it is one of the two of JSON. */
    boolean isJson() {
        return this == JSON || this == JSON_FORMATTED;
    }

    private static void header(List<String> publishers, PrintStream out) {
        row(publishers, out, "PUBLISHER", "NAME", "O", "VERSION");
    }

    private static void row(
            List<String> publishers, PrintStream out, String publisher, String name, String state, String version) {
        int width = publishers.stream().mapToInt(String::length).max().orElse(0);
        String format = "%-" + Math.max(width, "PUBLISHER".length()) + "s %-45s %-1s %s";
        out.println(Text.line(String.format(format, publisher, name, state, version)));
    }

    private static Map<String, Object> fields(ListedPackage listed) {
        Version version = listed.fmri().requireVersion();
        Map<String, Object> fields = new TreeMap<>();
        fields.put("publisher", String.valueOf(listed.fmri().publisher()));
        fields.put("name", listed.fmri().name());
        fields.put("version", version.toString());
        fields.put("release", version.release().toString());
        fields.put("build-release", version.build().toString());
        fields.put("branch", Objects.toString(version.branch(), NONE));
        fields.put("timestamp", Objects.toString(version.time(), NONE));
        fields.put("pkg.fmri", listed.fmri().toString());
        fields.putAll(listed.attributes());
        return fields;
    }
}
