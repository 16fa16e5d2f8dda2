package org.snapup.ips.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;

/**
 * Makes the parts of a newer catalog out of those of an older one and the newer one's update logs. What comes out is
 * given only if it is what the newer catalog has, to the byte; else the part has to be fetched.
 */
final class PartDelta {
    private final CatalogFiles source;
    private final CatalogAttributes present;
    private final CatalogAttributes wanted;
    private final HeapBudget memory;
    private final Map<String, Optional<SignedJson>> logs = new HashMap<>();

    /** @param memory what there is for all that is read at a time */
    PartDelta(CatalogFiles source, CatalogAttributes present, CatalogAttributes wanted, HeapBudget memory) {
        this.memory = memory;
        this.source = source;
        this.present = present;
        this.wanted = wanted;
    }

    /**
     * The new bytes of a part.
     *
     * @param old its old bytes
     * @throws IpsException IO when a log can't be fetched
     */
    Optional<byte[]> apply(String name, byte[] old) {
        CatalogAttributes.Part before = present.parts().get(name);
        CatalogAttributes.Part after = wanted.parts().get(name);
        if (before == null
                || after == null
                || after.signature() == null
                || !present.created().equals(wanted.created())
                || after.lastModified().compareTo(before.lastModified()) <= 0) {
            return Optional.empty();
        }
        List<SignedJson> needed = needed(name, before.lastModified());
        if (needed.isEmpty()) {
            return Optional.empty();
        }
        HeapBudget own = memory.share();
        try {
            SignedJson file = new SignedJson(old, name, own);
            file.verify(before.signature());
            return patch(PartTree.read(name, file), needed, own, before.lastModified(), after.signature());
        } catch (IOException e) {
            return Optional.empty();
        } catch (IpsException e) {
            if (e.kind() == IpsException.Kind.CORRUPT || e.kind() == IpsException.Kind.BAD_INPUT) {
                return Optional.empty();
            }
            throw e;
        } finally {
            own.release();
        }
    }

    // Without the log of the hour in which the part was last changed, changes may be missing.
    private List<SignedJson> needed(String name, String since) {
        String locale = UpdateLog.locale(name);
        if (!wanted.updates().containsKey(UpdateLog.name(since, locale))) {
            return List.of();
        }
        List<SignedJson> needed = new ArrayList<>();
        List<String> names = wanted.updates().keySet().stream()
                .filter(log -> UpdateLog.locale(log).equals(locale))
                .sorted(Comparator.naturalOrder())
                .toList();
        for (String log : names) {
            CatalogAttributes.Part entry = wanted.updates().get(log);
            if (entry != null && entry.lastModified().compareTo(since) > 0) {
                Optional<SignedJson> file = logs.computeIfAbsent(log, key -> fetch(key, entry));
                if (file.isEmpty()) {
                    return List.of();
                }
                needed.add(file.get());
            }
        }
        return needed;
    }

    private Optional<SignedJson> fetch(String name, CatalogAttributes.Part entry) {
        byte[] bytes = source.read(name);
        if (bytes == null) {
            return Optional.empty();
        }
        SignedJson file = new SignedJson(bytes, source.location() + "/" + name, memory);
        try {
            file.take(bytes.length);
            file.verify(entry.signature());
            return Optional.of(file);
        } catch (IpsException e) {
            return Optional.empty(); // the parts themselves may be sound
        }
    }

    private static Optional<byte[]> patch(
            PartTree part, List<SignedJson> needed, HeapBudget memory, String since, String signature)
            throws IOException {
        SortedMap<String, Object> features = new TreeMap<>();
        for (SignedJson each : needed) {
            SignedJson file = each.sharing(memory); // what it adds stays in the part
            UpdateLog log = UpdateLog.read(file);
            features.putAll(log.features());
            for (CatalogChange change : log.changes(file)) {
                if (change.time().compareTo(since) > 0 && !part.apply(change)) {
                    return Optional.empty();
                }
            }
        }
        Optional<byte[]> same = find(part, signature);
        if (same.isEmpty() && !features.isEmpty()) {
            part.putAll(features);
            same = find(part, signature);
        }
        return same;
    }

    private static Optional<byte[]> find(PartTree part, String signature) {
        for (SignedJson.Escapes escapes : SignedJson.Escapes.values()) {
            SignedJson.Written written = SignedJson.write(true, escapes, part::write);
            if (signature.equals(written.signature())) {
                return Optional.of(written.bytes());
            }
        }
        return Optional.empty();
    }
}
