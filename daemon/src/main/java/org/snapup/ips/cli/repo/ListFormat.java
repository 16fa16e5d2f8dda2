package org.snapup.ips.cli.repo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
    /** One array of objects. */
    JSON {
        @Override
        void print(List<String> publishers, List<ListedPackage> packages, PrintStream out) {
            try (JsonGenerator json =
                    new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                json.writeStartArray();
                for (ListedPackage listed : packages) {
                    write(json, listed);
                }
                json.writeEndArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.println();
        }
    };

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
            default -> throw new UsageException("there is no format '" + format + "'; there are default, json, tsv");
        };
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

    private static void write(JsonGenerator json, ListedPackage listed) throws IOException {
        Version version = listed.fmri().requireVersion();
        Map<String, Object> fields = new TreeMap<>(listed.attributes());
        fields.put("publisher", String.valueOf(listed.fmri().publisher()));
        fields.put("name", listed.fmri().name());
        fields.put("version", version.toString());
        fields.put("release", version.release().toString());
        fields.put("build-release", version.build().toString());
        fields.put("branch", Objects.toString(version.branch(), NONE));
        fields.put("timestamp", Objects.toString(version.time(), NONE));
        fields.put("pkg.fmri", listed.fmri().toString());
        json.writeStartObject();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            json.writeFieldName(field.getKey());
            write(json, field.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, Objects.requireNonNull(entry.getValue()));
            }
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }
}
