package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
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
        files.forEach((name, bytes) -> DurableFiles.replace(directory.resolve(name), bytes));
        removeOthers(directory, files.keySet());
    }

    /** The files of a catalog of these records, by name, {@code catalog.attrs} last. */
    public Map<String, byte[]> encode(Collection<CatalogRecord> records) {
        SortedMap<String, SortedMap<String, List<CatalogRecord>>> sorted = sorted(records);
        Map<String, byte[]> files = new LinkedHashMap<>();
        SortedMap<String, CatalogAttributes.Part> parts = new TreeMap<>();
        encodePart(CatalogAttributes.BASE, sorted, null, files, parts);
        if (records.stream().anyMatch(record -> !record.dependency().isEmpty())) {
            encodePart(CatalogAttributes.DEPENDENCY, sorted, CatalogRecord::dependency, files, parts);
        }
        Set<String> locales = new TreeSet<>();
        records.forEach(record -> locales.addAll(record.summary().keySet()));
        for (String locale : locales) {
            String name = CatalogAttributes.SUMMARY_PREFIX + locale;
            encodePart(name, sorted, record -> record.summary().getOrDefault(locale, List.of()), files, parts);
        }
        int packages = sorted.values().stream().mapToInt(Map::size).sum();
        CatalogAttributes attributes = new CatalogAttributes(
                created == null || created.isEmpty() ? lastModified : created,
                lastModified,
                packages,
                records.size(),
                parts,
                Map.of());
        files.put(
                CatalogAttributes.FILE,
                SignedJson.write(signed, attributes::write).bytes());
        return files;
    }

    private static SortedMap<String, SortedMap<String, List<CatalogRecord>>> sorted(Collection<CatalogRecord> records) {
        SortedMap<String, SortedMap<String, List<CatalogRecord>>> sorted = new TreeMap<>();
        records.stream()
                .sorted((a, b) -> a.entry().fmri().compareTo(b.entry().fmri()))
                .forEach(record -> sorted.computeIfAbsent(
                                record.entry().fmri().requirePublisher(), publisher -> new TreeMap<>())
                        .computeIfAbsent(record.entry().fmri().name(), stem -> new ArrayList<>(2))
                        .add(record));
        return sorted;
    }

    private void encodePart(
            String name,
            SortedMap<String, SortedMap<String, List<CatalogRecord>>> sorted,
            @Nullable Function<CatalogRecord, List<String>> actions,
            Map<String, byte[]> files,
            Map<String, CatalogAttributes.Part> parts) {
        SignedJson.Written written = SignedJson.write(signed, json -> {
            json.writeStartObject();
            for (Map.Entry<String, SortedMap<String, List<CatalogRecord>>> publisher : sorted.entrySet()) {
                json.writeObjectFieldStart(publisher.getKey());
                for (Map.Entry<String, List<CatalogRecord>> stem :
                        publisher.getValue().entrySet()) {
                    writeStem(json, stem.getKey(), stem.getValue(), actions);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
        files.put(name, written.bytes());
        parts.put(name, new CatalogAttributes.Part(lastModified, written.signature()));
    }

    private static void writeStem(
            JsonGenerator json,
            String stem,
            List<CatalogRecord> versions,
            @Nullable Function<CatalogRecord, List<String>> actions)
            throws IOException {
        List<CatalogRecord> present = versions.stream()
                .filter(record -> actions == null || !actions.apply(record).isEmpty())
                .toList();
        if (present.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(stem);
        for (CatalogRecord record : present) {
            json.writeStartObject();
            if (actions == null) {
                writeBase(json, record.entry());
            } else {
                json.writeArrayFieldStart("actions");
                for (String line : actions.apply(record)) {
                    json.writeString(line);
                }
                json.writeEndArray();
            }
            json.writeStringField(
                    "version", Objects.toString(record.entry().fmri().version()));
            json.writeEndObject();
        }
        json.writeEndArray();
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
