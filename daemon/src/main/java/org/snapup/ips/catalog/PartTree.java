package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snapup.ips.fmri.Version;

/** A part of a catalog in memory, to be changed and written again. */
final class PartTree {
    private static final Comparator<Object> OLDEST_FIRST =
            Comparator.comparing(entry -> Version.parse(String.valueOf(((Map<?, ?>) entry).get("version"))));

    private final String name;
    private final SortedMap<String, Object> tree;

    private PartTree(String name, SortedMap<String, Object> tree) {
        this.name = name;
        this.tree = tree;
    }

    static PartTree empty(String name) {
        return new PartTree(name, new TreeMap<>());
    }

    static PartTree read(String name, SignedJson file) throws IOException {
        return new PartTree(name, JsonTree.read(file));
    }

    /**
     * Carries a change out, if it is one of this part.
     *
     * @return false if it can't be: what is to be added is there, what is to be removed isn't
     */
    boolean apply(CatalogChange change) {
        SortedMap<String, Object> entry = change.parts().get(name);
        if (entry == null) {
            return true;
        }
        List<Object> versions = versions(tree, change.publisher(), change.stem());
        boolean done;
        if (change.added()) {
            done = versions.stream().noneMatch(present -> isOf(present, change));
            entry.put("version", change.version());
            versions.add(entry);
            versions.sort(OLDEST_FIRST);
        } else {
            done = versions.removeIf(present -> isOf(present, change));
            if (versions.isEmpty()) {
                prune(change);
            }
        }
        return done;
    }

    private static boolean isOf(Object entry, CatalogChange change) {
        return entry instanceof Map<?, ?> map && change.version().equals(map.get("version"));
    }

    private void prune(CatalogChange change) {
        if (tree.get(change.publisher()) instanceof Map<?, ?> stems) {
            stems.remove(change.stem());
            if (stems.isEmpty()) {
                tree.remove(change.publisher());
            }
        }
    }

    /** The list of a stem's versions in a part or log; made where it is missing. */
    @SuppressWarnings("unchecked") // of JsonTree's making
    static List<Object> versions(SortedMap<String, Object> tree, String publisher, String stem) {
        Object stems = tree.computeIfAbsent(publisher, key -> new TreeMap<String, Object>());
        Object versions = ((SortedMap<String, Object>) stems).computeIfAbsent(stem, key -> new ArrayList<Object>());
        return (List<Object>) Objects.requireNonNull(versions);
    }

    void putAll(SortedMap<String, Object> features) {
        tree.putAll(features);
    }

    /** How many stems, and how many versions in all. */
    int[] counts() {
        int stems = 0;
        int versions = 0;
        for (Map.Entry<String, Object> publisher : tree.entrySet()) {
            if (!publisher.getKey().startsWith("_") && publisher.getValue() instanceof Map<?, ?> map) {
                stems += map.size();
                for (Object list : map.values()) {
                    versions += ((List<?>) list).size();
                }
            }
        }
        return new int[] {stems, versions};
    }

    void write(JsonGenerator json) throws IOException {
        JsonTree.write(json, tree);
    }
}
