package org.snapup.ips.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.solve.Avoids;

/**
 * What an administrator keeps an image from: the files {@code frozen_dict} and {@code avoid_set} in its state. Both hold
 * {@code [1, {STEM: ...}]}; the first {@code ["pkg:/STEM@VERSION", COMMENT or null, seconds since 1970]}, the second
 * {@code "avoid"} or, from pkg(1)'s own bookkeeping, {@code "implicit-avoid"} or {@code "obsolete"}.
 */
public final class Holds {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FORMAT = 1;
    private static final String AVOID = "avoid";
    private static final String IMPLICIT = "implicit-avoid";
    private static final String OBSOLETE = "obsolete";
    private static final String FROZEN_FILE = "frozen_dict";
    private static final String AVOID_FILE = "avoid_set";

    private final ImageFiles files;

    public Holds(ImageFiles files) {
        this.files = files;
    }

    /** By stem, sorted. @throws IpsException CORRUPT */
    public Map<String, Freeze> freezes() {
        Map<String, Freeze> freezes = new TreeMap<>();
        entries(FROZEN_FILE).forEach((stem, entry) -> {
            Version version = Fmri.parse(entry.path(0).asText()).version();
            if (version != null) {
                String comment = entry.path(1).isNull() ? null : entry.path(1).asText();
                Instant time = Instant.ofEpochSecond(entry.path(2).asLong());
                freezes.put(stem, new Freeze(stem, version, comment, time));
            }
        });
        return freezes;
    }

    /** Replaces all of them, in one step. For the holder of the exclusive lock. */
    public void writeFreezes(Map<String, Freeze> freezes) {
        ObjectNode object = JSON.createObjectNode();
        freezes.forEach((stem, freeze) -> {
            ArrayNode entry = object.putArray(stem);
            entry.add("pkg:/" + stem + "@" + freeze.version());
            entry.add(freeze.comment());
            entry.add(freeze.time().getEpochSecond());
        });
        write(FROZEN_FILE, text(object));
    }

    /** What groups do without. @throws IpsException CORRUPT */
    Avoids avoids() {
        Map<String, Set<String>> stems = new HashMap<>();
        entries(AVOID_FILE)
                .forEach((stem, why) -> stems.computeIfAbsent(why.asText(), kind -> new HashSet<>())
                        .add(stem));
        return new Avoids(
                stems.getOrDefault(AVOID, Set.of()),
                stems.getOrDefault(IMPLICIT, Set.of()),
                stems.getOrDefault(OBSOLETE, Set.of()));
    }

    /** Adds stems that groups are not to bring in. For the holder of the exclusive lock. */
    public void avoid(Set<String> stems) {
        Avoids before = avoids();
        Set<String> asked = new HashSet<>(before.asked());
        asked.addAll(stems);
        write(new Avoids(asked, before.implicit(), before.obsolete()));
    }

    /** Lets groups bring these in again. For the holder of the exclusive lock. */
    public void unavoid(Set<String> stems) {
        Avoids before = avoids();
        Set<String> asked = new HashSet<>(before.asked());
        asked.removeAll(stems);
        write(new Avoids(asked, before.implicit(), before.obsolete()));
    }

    private void write(Avoids avoids) {
        write(AVOID_FILE, text(avoids));
    }

    /** What is written of them; a stem that was asked for is only that. */
    static String text(Avoids avoids) {
        Map<String, String> stems = new TreeMap<>();
        avoids.obsolete().forEach(stem -> stems.put(stem, OBSOLETE));
        avoids.implicit().forEach(stem -> stems.put(stem, IMPLICIT));
        avoids.asked().forEach(stem -> stems.put(stem, AVOID));
        ObjectNode object = JSON.createObjectNode();
        stems.forEach(object::put);
        return text(object);
    }

    private Map<String, JsonNode> entries(String name) {
        BytePath path = StateWriter.current(files).resolve(name);
        try {
            Map<String, JsonNode> entries = new TreeMap<>();
            JsonNode file = JSON.readTree(files.readText(path).orElse("[1,{}]"));
            file.path(1).properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            return entries;
        } catch (JsonProcessingException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT, path + " of the image can't be read: " + e.getMessage(), e);
        }
    }

    private static String text(ObjectNode object) {
        return JSON.createArrayNode().add(FORMAT).add(object).toString();
    }

    private void write(String name, String text) {
        files.writeText(StateWriter.current(files).resolve(name), text);
        files.write(ImageLayout.MODIFIED, new byte[0], 0644);
    }
}
