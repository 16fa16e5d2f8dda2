package org.snapup.ips.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What changed in the parts of one locale within one hour: the file {@code update.YYYYMMDDTHHZ.LOCALE} beside a
 * catalog, by which clients bring their copies up to date.
 *
 * <pre>
 * {"PUBLISHER":{"STEM":[{"op-time":"...","op-type":"add" or "remove","version":"...","PART":{entry}, ...}]}}
 * </pre>
 *
 * Source: the files that pkgsend(1) writes.
 */
final class UpdateLog {
    static final String PREFIX = "update.";

    private final SortedMap<String, Object> tree;

    private UpdateLog(SortedMap<String, Object> tree) {
        this.tree = tree;
    }

    static UpdateLog empty() {
        return new UpdateLog(new TreeMap<>());
    }

    static UpdateLog read(SignedJson file) throws IOException {
        return new UpdateLog(JsonTree.read(file));
    }

    /** The log that has the changes of a time: {@code 20261124T171826.890648Z} gives {@code 20261124T17Z}. */
    static String name(String time, String locale) {
        return PREFIX + time.substring(0, Math.min(11, time.length())) + "Z." + locale;
    }

    /** The locale that a log or a part is for. */
    static String locale(String name) {
        return name.substring(name.indexOf('.', name.indexOf('.') + 1) + 1);
    }

    /** In the order of the file: of one stem, oldest first. */
    List<CatalogChange> changes(SignedJson file) {
        List<CatalogChange> changes = new ArrayList<>();
        tree.forEach((publisher, stems) -> {
            if (!publisher.startsWith("_")) {
                map(file, stems).forEach((stem, list) -> {
                    for (Object entry : list(file, list)) {
                        changes.add(change(file, publisher, stem, map(file, entry)));
                    }
                });
            }
        });
        return changes;
    }

    private static CatalogChange change(
            SignedJson file, String publisher, String stem, SortedMap<String, Object> entry) {
        Map<String, SortedMap<String, Object>> parts = new TreeMap<>();
        entry.forEach((name, value) -> {
            if (name.startsWith("catalog.")) {
                parts.put(name, map(file, value));
            }
        });
        String type = String.valueOf(entry.get("op-type"));
        if (!type.equals("add") && !type.equals("remove")) {
            throw file.damaged("it has a change of the kind '" + type + "'");
        }
        return new CatalogChange(
                publisher,
                stem,
                String.valueOf(entry.get("version")),
                type.equals("add"),
                String.valueOf(entry.get("op-time")),
                parts);
    }

    /** What else the log says of its catalog: members whose names begin with an underscore. */
    SortedMap<String, Object> features() {
        SortedMap<String, Object> features = new TreeMap<>(tree);
        features.keySet().removeIf(name -> !name.startsWith("_"));
        return features;
    }

    /** Adds a change, of which only the parts of this locale are taken. */
    void add(CatalogChange change, String locale) {
        SortedMap<String, Object> entry = new TreeMap<>(Map.of(
                "op-time", change.time(), "op-type", change.added() ? "add" : "remove", "version", change.version()));
        change.parts().forEach((part, content) -> {
            if (locale(part).equals(locale)) {
                entry.put(part, content);
            }
        });
        PartTree.versions(tree, change.publisher(), change.stem()).add(entry);
    }

    SignedJson.Written write() {
        return SignedJson.write(true, json -> JsonTree.write(json, tree));
    }

    @SuppressWarnings("unchecked") // JsonTree gives objects as such maps
    static SortedMap<String, Object> map(SignedJson file, Object value) {
        if (value instanceof SortedMap<?, ?>) {
            return (SortedMap<String, Object>) value;
        }
        throw file.damaged("expected an object and found " + value.getClass().getSimpleName());
    }

    @SuppressWarnings("unchecked") // and arrays as such lists
    static List<Object> list(SignedJson file, Object value) {
        if (value instanceof List<?>) {
            return (List<Object>) value;
        }
        throw file.damaged("expected an array and found " + value.getClass().getSimpleName());
    }
}
