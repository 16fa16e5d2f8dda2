package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;

/**
 * Adds packages to a signed catalog, or removes them, and writes down what changed in its update logs: only parts that
 * change get a new time, and who has the catalog of before needs the logs only. All files are on disk before the first is
 * replaced, {@code catalog.attrs} last.
 */
public final class CatalogUpdate {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyyMMdd'T'HHmmss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private final Path directory;
    private final CatalogAttributes attributes;
    private final String time;

    /**
     * Of the catalog in a folder. The change's time is after that of the last one, whatever the clock says.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public CatalogUpdate(Path directory, Instant now) {
        this.directory = directory;
        this.attributes = Catalog.loadAttributes(CatalogFiles.in(directory));
        String last = attributes.lastModified();
        String next = CatalogWriter.time(now);
        this.time = next.compareTo(last) > 0 ? next : CatalogWriter.time(after(last));
    }

    private Instant after(String last) {
        try {
            return TIME.parse(last, Instant::from).plus(1, ChronoUnit.MICROS);
        } catch (java.time.DateTimeException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the catalog in " + directory + " has the time '" + last + "', which is none; rebuild it",
                    e);
        }
    }

    /**
     * Carries it out.
     *
     * @param removed of which the catalog has exactly these records
     * @throws IpsException CONFLICT if one is there already or isn't there, CORRUPT, IO; then the catalog is as before
     */
    public void apply(Collection<CatalogRecord> added, Collection<CatalogRecord> removed) {
        List<CatalogChange> changes = new ArrayList<>();
        removed.forEach(record -> changes.add(CatalogChange.of(record, false, time)));
        added.forEach(record -> changes.add(CatalogChange.of(record, true, time)));
        if (changes.isEmpty()) {
            return;
        }
        Set<String> names = new TreeSet<>();
        changes.forEach(change -> names.addAll(change.parts().keySet()));
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, CatalogAttributes.Part> parts = new TreeMap<>(attributes.parts());
        Map<String, CatalogAttributes.Part> updates = new TreeMap<>(attributes.updates());
        int[] counts = new int[2];
        Set<String> locales = new TreeSet<>();
        for (String name : names) {
            PartTree tree = part(name);
            changes.forEach(change -> apply(tree, name, change));
            if (name.equals(CatalogAttributes.BASE)) {
                counts = tree.counts();
            }
            keep(name, SignedJson.write(true, tree::write), files, parts);
            locales.add(UpdateLog.locale(name));
        }
        for (String locale : locales) {
            String name = UpdateLog.name(time, locale);
            UpdateLog log = log(name);
            changes.stream().filter(change -> concerns(change, locale)).forEach(change -> log.add(change, locale));
            keep(name, log.write(), files, updates);
        }
        CatalogAttributes changed =
                new CatalogAttributes(attributes.created(), time, counts[0], counts[1], parts, updates);
        files.put(CatalogAttributes.FILE, SignedJson.write(true, changed::write).bytes());
        DurableFiles.replaceAll(directory, files);
    }

    private static boolean concerns(CatalogChange change, String locale) {
        return change.parts().keySet().stream()
                .anyMatch(part -> UpdateLog.locale(part).equals(locale));
    }

    private void apply(PartTree tree, String name, CatalogChange change) {
        if (!tree.apply(change)) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "the catalog file " + directory.resolve(name) + (change.added() ? " has " : " doesn't have ")
                            + change.stem() + "@" + change.version()
                            + ": rebuild the repository, and try again");
        }
    }

    private void keep(
            String name,
            SignedJson.Written written,
            Map<String, byte[]> files,
            Map<String, CatalogAttributes.Part> named) {
        files.put(name, written.bytes());
        named.put(name, new CatalogAttributes.Part(time, written.signature()));
    }

    private PartTree part(String name) {
        CatalogAttributes.Part known = attributes.parts().get(name);
        return known == null ? PartTree.empty(name) : reading(name, known, file -> PartTree.read(name, file));
    }

    private UpdateLog log(String name) {
        CatalogAttributes.Part known = attributes.updates().get(name);
        return known == null ? UpdateLog.empty() : reading(name, known, UpdateLog::read);
    }

    private interface Reading<T> {
        T of(SignedJson file) throws IOException;
    }

    private <T> T reading(String name, CatalogAttributes.Part known, Reading<T> reading) {
        byte[] bytes = CatalogFiles.in(directory).read(name);
        if (bytes == null) {
            throw IpsException.corrupt("the catalog file " + directory.resolve(name)
                    + " is missing: rebuild the repository, and try again");
        }
        SignedJson file = new SignedJson(bytes, directory.resolve(name).toString());
        file.verify(known.signature());
        try {
            return reading.of(file);
        } catch (JsonProcessingException e) {
            throw file.damaged(e.getOriginalMessage());
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + file.source() + ": " + e, e);
        }
    }
}
