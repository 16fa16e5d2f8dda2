package org.snapup.daemon.health;

import java.util.Map;
import java.util.TreeMap;

/**
 * Text in the format OpenMetrics 1.0: a family after the other, each with its type, unit and help before its samples, and
 * a mark at the end. What it writes, the older Prometheus text format reads, too, as node_exporter does.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">the specification</a>
 */
final class OpenMetrics {
    private final StringBuilder text = new StringBuilder();

    /** Begins a family. */
    OpenMetrics gauge(String name, String unit, String help) {
        return family(name, "gauge", unit, help);
    }

    /** Begins a family; its samples end in {@code _total}. */
    OpenMetrics counter(String name, String help) {
        return family(name, "counter", "", help);
    }

    OpenMetrics histogram(String name, String unit, String help) {
        return family(name, "histogram", unit, help);
    }

    private OpenMetrics family(String name, String type, String unit, String help) {
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException(name + " doesn't end in its unit " + unit);
        }
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
        return this;
    }

    /** A sample. */
    OpenMetrics sample(String name, Map<String, String> labels, double value) {
        return line(name, labels, number(value));
    }

    private OpenMetrics line(String name, Map<String, String> labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            String before = "{";
            for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
                text.append(before).append(label.getKey()).append("=\"");
                text.append(escape(label.getValue())).append('"');
                before = ",";
            }
            text.append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    OpenMetrics sample(String name, Map<String, String> labels, long value) {
        return line(name, labels, Long.toString(value));
    }

    OpenMetrics sample(String name, long value) {
        return sample(name, Map.of(), value);
    }

    /** The whole. */
    String end() {
        return text.append("# EOF\n").toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }
}
