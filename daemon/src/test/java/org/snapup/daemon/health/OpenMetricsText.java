package org.snapup.daemon.health;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of OpenMetrics 1.0: what the specification forbids, and what it only advises against, is refused with
 * the line that has it.
 */
public final class OpenMetricsText {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\"";
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*)\\})? (-?[0-9.eE+-]+|\\+Inf|NaN)");
    private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.+)");
    private static final Map<String, Set<String>> SUFFIXES = Map.of(
            "gauge", Set.of(""),
            "counter", Set.of("_total", "_created"),
            "histogram", Set.of("_bucket", "_count", "_sum", "_created"),
            "info", Set.of("_info"));

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> described = new HashSet<>();
    private String family = "";
    private boolean sampled;

    private OpenMetricsText() {}

    /** Its samples: by name and labels, these in the order of the alphabet. */
    public static Map<String, Double> parse(String text) {
        OpenMetricsText reader = new OpenMetricsText();
        if (!text.endsWith("# EOF\n")) {
            throw new AssertionError("the text doesn't end in # EOF and a line feed");
        }
        String body = text.substring(0, text.length() - "# EOF\n".length());
        for (String line : body.isEmpty()
                ? new String[0]
                : body.substring(0, body.length() - 1).split("\n", -1)) {
            reader.line(line);
        }
        reader.endFamily();
        return reader.samples;
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            meta(line);
        } else {
            sample(line);
        }
    }

    private void meta(String line) {
        Matcher meta = META.matcher(line);
        require(meta.matches(), "no line of metadata", line);
        if (!meta.group(2).equals(family)) {
            endFamily();
            family = meta.group(2);
            sampled = false;
            require(!types.containsKey(family), "a family that was there before", line);
            require(meta.group(1).equals("TYPE"), "a family that doesn't begin with its type", line);
        }
        require(!sampled, "metadata behind samples", line);
        require(described.add(meta.group(1) + family), "a second " + meta.group(1), line);
        if (meta.group(1).equals("TYPE")) {
            require(SUFFIXES.containsKey(meta.group(3)), "an unknown type", line);
            require(!family.endsWith("_total"), "a family's name with the suffix of a sample", line);
            types.put(family, meta.group(3));
        } else if (meta.group(1).equals("UNIT")) {
            require(family.endsWith("_" + meta.group(3)), "a name that doesn't end in its unit", line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "no sample", line);
        String type = types.getOrDefault(family, "");
        require(!type.isEmpty(), "a sample without a family", line);
        String name = sample.group(1);
        require(
                name.startsWith(family)
                        && SUFFIXES.getOrDefault(type, Set.of()).contains(name.substring(family.length())),
                "a sample whose name isn't its family's with a suffix of its type",
                line);
        sampled = true;
        Map<String, String> labels = new TreeMap<>();
        if (sample.group(2) != null) {
            Matcher label = Pattern.compile(LABEL).matcher(sample.group(2));
            while (label.find()) {
                require(labels.put(label.group(1), label.group(2)) == null, "a label twice", line);
            }
        }
        require(name.endsWith("_bucket") == labels.containsKey("le"), "a bucket without le, or le elsewhere", line);
        String number = sample.group(sample.groupCount());
        double value = number.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number);
        require(type.equals("gauge") || value >= 0, "a count below zero", line);
        require(samples.put(name + labels, value) == null, "the same sample twice", line);
    }

    /** Buckets grow, the last one has all. */
    private void endFamily() {
        if (!"histogram".equals(types.get(family))) {
            return;
        }
        Map<String, TreeMap<Double, Double>> series = new TreeMap<>();
        samples.forEach((key, value) -> {
            Matcher le = Pattern.compile("le=([^,}]+)(?:, )?").matcher(key);
            if (key.startsWith(family + "_bucket") && le.find()) {
                double bound = le.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le.group(1));
                series.computeIfAbsent(le.replaceFirst(""), each -> new TreeMap<>())
                        .put(bound, value);
            }
        });
        series.forEach((key, buckets) -> {
            double before = 0;
            for (double count : buckets.values()) {
                require(count >= before, "buckets that don't grow", key);
                before = count;
            }
            require(buckets.lastKey().isInfinite(), "no bucket +Inf", key);
            String labels = key.substring((family + "_bucket").length()).replace(", }", "}");
            require(
                    samples.getOrDefault(family + "_count" + labels, -1.0) == before,
                    "a count that isn't the last bucket's",
                    key + samples);
        });
    }

    private static void require(boolean right, String what, String line) {
        if (!right) {
            throw new AssertionError(what + ": " + line);
        }
    }
}
