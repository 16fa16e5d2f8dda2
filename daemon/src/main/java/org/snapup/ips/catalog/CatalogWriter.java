package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/**
 * Writes catalogs, such that pkg(1) reads them. Each file is replaced in one step, {@code catalog.attrs} last; without
 * update logs, which tells clients to fetch whole parts. {@link CatalogUpdate} writes them.
 */
public final class CatalogWriter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final boolean signed;
    private final @Nullable String created;
    private final String lastModified;

    /**
     * What all files of one writing share.
     *
     * @param signed for a repository; catalogs of an image aren't
     * @param created of the catalog that is replaced, or null for a new one
     */
    public CatalogWriter(boolean signed, @Nullable String created, Instant now) {
        this.signed = signed;
        this.created = created;
        this.lastModified = TIME.format(now);
    }

    /** A time as catalogs write it. */
    public static String time(Instant when) {
        return TIME.format(when);
    }

    /**
     * Replaces the catalog in {@code directory}, which has to exist, by one of these records, in any order.
     *
     * @throws IpsException IO
     */
    public void write(Path directory, Collection<CatalogRecord> records) {
        Map<String, byte[]> files = encode(records);
        DurableFiles.replaceAll(directory, files);
        removeOthers(directory, files.keySet());
    }

    /** The files of a catalog of these records, by name, {@code catalog.attrs} last. */
    public Map<String, byte[]> encode(Collection<CatalogRecord> records) {
        return encode(CatalogContent.of(records));
    }

    /** As {@link #encode(Collection)}. */
    public Map<String, byte[]> encode(CatalogContent content) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        SortedMap<String, CatalogAttributes.Part> parts = new TreeMap<>();
        List<CatalogEntry> entries = sorted(content.entries(), Function.identity());
        add(CatalogAttributes.BASE, encodePart(entries, Function.identity(), null), files, parts);
        if (content.parts().isEmpty() || signed) {
            encodeActions(sorted(content.records(), CatalogRecord::entry), files, parts);
        } else {
            content.parts().forEach((name, bytes) -> add(name, SignedJson.Written.unsigned(bytes), files, parts));
        }
        long packages = entries.stream()
                .map(entry ->
                        Map.entry(entry.fmri().requirePublisher(), entry.fmri().name()))
                .distinct()
                .count();
        CatalogAttributes attributes = new CatalogAttributes(
                created == null || created.isEmpty() ? lastModified : created,
                lastModified,
                (int) packages,
                entries.size(),
                parts,
                Map.of());
        files.put(
                CatalogAttributes.FILE,
                SignedJson.write(signed, attributes::write).bytes());
        return files;
    }

    private void encodeActions(
            List<CatalogRecord> records, Map<String, byte[]> files, Map<String, CatalogAttributes.Part> parts) {
        if (records.stream().anyMatch(record -> !record.dependency().isEmpty())) {
            SignedJson.Written part = encodePart(records, CatalogRecord::entry, CatalogRecord::dependency);
            add(CatalogAttributes.DEPENDENCY, part, files, parts);
        }
        Set<String> locales = new TreeSet<>();
        records.forEach(record -> locales.addAll(record.summary().keySet()));
        for (String locale : locales) {
            SignedJson.Written part = encodePart(
                    records, CatalogRecord::entry, record -> record.summary().getOrDefault(locale, List.of()));
            add(CatalogAttributes.SUMMARY_PREFIX + locale, part, files, parts);
        }
    }

    private void add(
            String name,
            SignedJson.Written part,
            Map<String, byte[]> files,
            Map<String, CatalogAttributes.Part> parts) {
        files.put(name, part.bytes());
        parts.put(name, new CatalogAttributes.Part(lastModified, part.signature()));
    }

    private static <T> List<T> sorted(List<T> items, Function<T, CatalogEntry> entry) {
        Comparator<T> order = Comparator.comparing(item -> entry.apply(item).fmri());
        for (int i = 1; i < items.size(); i++) {
            if (order.compare(items.get(i - 1), items.get(i)) > 0) {
                return items.stream().sorted(order).toList();
            }
        }
        return items;
    }

    /** One part; without {@code actions} the base. */
    private <T> SignedJson.Written encodePart(
            List<T> items, Function<T, CatalogEntry> entry, @Nullable Function<T, List<String>> actions) {
        return SignedJson.write(signed, json -> {
            json.writeStartObject();
            String publisher = null;
            String stem = null;
            for (T item : items) {
                Fmri fmri = entry.apply(item).fmri();
                boolean samePublisher = fmri.requirePublisher().equals(publisher);
                if (stem != null && !(samePublisher && fmri.name().equals(stem))) {
                    json.writeEndArray();
                    stem = null;
                }
                if (!samePublisher) {
                    if (publisher != null) {
                        json.writeEndObject();
                    }
                    publisher = fmri.requirePublisher();
                    json.writeObjectFieldStart(publisher);
                }
                List<String> lines = actions == null ? null : actions.apply(item);
                if (lines != null && lines.isEmpty()) {
                    continue;
                }
                if (stem == null) {
                    stem = fmri.name();
                    json.writeArrayFieldStart(stem);
                }
                writeVersion(json, entry.apply(item), lines);
            }
            if (stem != null) {
                json.writeEndArray();
            }
            if (publisher != null) {
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static void writeVersion(JsonGenerator json, CatalogEntry entry, @Nullable List<String> lines)
            throws IOException {
        json.writeStartObject();
        if (lines == null) {
            writeBase(json, entry);
        } else {
            json.writeArrayFieldStart("actions");
            for (String line : lines) {
                json.writeString(line);
            }
            json.writeEndArray();
        }
        json.writeStringField("version", Objects.toString(entry.fmri().version()));
        json.writeEndObject();
    }

    private static void writeBase(JsonGenerator json, CatalogEntry entry) throws IOException {
        EntryState state = entry.state();
        if (state != null) {
            json.writeObjectFieldStart("metadata");
            if (state.lastInstall() != null) {
                json.writeStringField("last-install", state.lastInstall());
            }
            if (state.lastUpdate() != null) {
                json.writeStringField("last-update", state.lastUpdate());
            }
            json.writeArrayFieldStart("states");
            for (int number : state.states()) {
                json.writeNumber(number);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        if (entry.manifestSignature() != null) {
            json.writeStringField("signature-sha-1", entry.manifestSignature());
        }
    }

    // Parts and update logs that the new catalog.attrs no longer names.
    private static void removeOthers(Path directory, Set<String> names) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if ((name.startsWith("catalog.") || name.startsWith("update.")) && !names.contains(name)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't clean the catalog folder " + directory + ": " + e, e);
        }
    }
}
