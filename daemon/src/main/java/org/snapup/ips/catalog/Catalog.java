package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;

/**
 * The packages that a catalog lists. The base part is read at once, the parts with actions when they are first asked
 * for; each is checked against its signature. Safe for use by several threads; what is returned isn't to be changed.
 */
public final class Catalog {
    private static final Comparator<CatalogEntry> BY_FMRI = Comparator.comparing(CatalogEntry::fmri);

    /** How often a part is in memory while those of several catalogs are put together. */
    private static final long COPIES = 4;

    private final CatalogFiles files;
    private final CatalogAttributes attributes;
    private final SortedMap<String, SortedMap<String, List<CatalogEntry>>> entries = new TreeMap<>();
    private final Map<String, Map<Fmri, List<String>>> actionParts;
    private final HeapBudget memory;

    private Catalog(
            CatalogFiles files,
            CatalogAttributes attributes,
            Map<String, Map<Fmri, List<String>>> actionParts,
            HeapBudget memory) {
        this.files = files;
        this.attributes = attributes;
        this.actionParts = actionParts;
        this.memory = memory;
    }

    /**
     * Reads the catalog in a folder.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public static Catalog load(Path directory) {
        return load(CatalogFiles.in(directory));
    }

    /**
     * Reads a catalog.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public static Catalog load(CatalogFiles files) {
        return load(files, new HeapBudget());
    }

    /**
     * Reads one catalog of several.
     *
     * @param whole what there is for all of them; a catalog that can't be read gives back its share
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public static Catalog load(CatalogFiles files, HeapBudget whole) {
        HeapBudget memory = whole.share();
        try {
            Catalog catalog = new Catalog(files, loadAttributes(files, memory), new HashMap<>(), memory);
            catalog.readBase();
            return catalog;
        } catch (IpsException e) {
            memory.release();
            throw e;
        }
    }

    /**
     * As {@link #load(CatalogFiles, HeapBudget)}, while another thread begins to read what {@link #dependencies} gives. What is
     * wrong with that, whoever asks for it is told.
     */
    public static Catalog loadForSolver(CatalogFiles files, HeapBudget whole) {
        HeapBudget memory = whole.share();
        CompletableFuture<?> ahead = CompletableFuture.completedFuture(null);
        try {
            Catalog catalog = new Catalog(files, loadAttributes(files, memory), new HashMap<>(), memory);
            ahead = CompletableFuture.runAsync(() -> catalog.part(CatalogAttributes.DEPENDENCY), Catalog::begin);
            catalog.readBase();
            return catalog;
        } catch (IpsException e) {
            ahead.handle((nothing, alsoFailed) -> nothing).join();
            memory.release();
            throw e;
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "ips-catalog");
        thread.setDaemon(true);
        thread.start();
    }

    private void readBase() {
        if (attributes.parts().containsKey(CatalogAttributes.BASE)) {
            readPart(CatalogAttributes.BASE, (entry, actions) -> add(entry));
        }
        entries.values().forEach(stems -> stems.values().forEach(Catalog::sort));
    }

    /** Reads {@code catalog.attrs} only. @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO */
    public static CatalogAttributes loadAttributes(CatalogFiles files) {
        return loadAttributes(files, new HeapBudget());
    }

    static CatalogAttributes loadAttributes(CatalogFiles files, HeapBudget memory) {
        byte[] bytes = files.read(CatalogAttributes.FILE);
        String source = files.location() + "/" + CatalogAttributes.FILE;
        if (bytes == null) {
            throw IpsException.notFound("can't find the catalog " + files.location() + ": " + CatalogAttributes.FILE
                    + " is missing; check the location, or rebuild the repository");
        }
        SignedJson file = new SignedJson(bytes, source, memory);
        file.verify(null);
        return reading(file, () -> CatalogAttributes.parse(file));
    }

    private void add(CatalogEntry entry) {
        Fmri fmri = entry.fmri();
        entries.computeIfAbsent(fmri.requirePublisher(), publisher -> new TreeMap<>())
                .computeIfAbsent(fmri.name(), stem -> new ArrayList<>(2))
                .add(entry);
    }

    private static void sort(List<CatalogEntry> versions) {
        for (int i = 1; i < versions.size(); i++) {
            if (BY_FMRI.compare(versions.get(i - 1), versions.get(i)) > 0) {
                versions.sort(BY_FMRI);
                return;
            }
        }
    }

    private void readPart(String name, PartReader.Sink sink) {
        SignedJson file = file(name);
        reading(file, () -> {
            new PartReader(file, sink).read();
            return file;
        });
    }

    private SignedJson file(String name) {
        CatalogAttributes.Part part = attributes.parts().get(name);
        byte[] bytes = files.read(name);
        String source = files.location() + "/" + name;
        if (bytes == null) {
            throw IpsException.corrupt("the catalog file " + source + " is missing, though " + CatalogAttributes.FILE
                    + " names it; refresh, or rebuild the repository");
        }
        SignedJson file = new SignedJson(bytes, source, memory);
        file.verify(part == null ? null : part.signature());
        return file;
    }

    /**
     * The parts with actions of several catalogs together, as a catalog of all their entries has them, without
     * signatures. Empty where that can't be: two catalogs have packages of the same publisher, or one has only a part
     * of its entries.
     *
     * @throws IpsException CORRUPT, IO
     */
    public static Map<String, byte[]> actionParts(Collection<Catalog> catalogs) {
        Set<String> publishers = new HashSet<>();
        SortedMap<String, ByteArrayOutputStream> parts = new TreeMap<>();
        for (Catalog catalog : catalogs) {
            boolean alone = catalog.publishers().stream().allMatch(publishers::add);
            if (!alone || catalog.entries().count() != catalog.attributes.packageVersionCount()) {
                return Map.of();
            }
            for (String name : catalog.actionPartNames()) {
                byte[] members = catalog.file(name).members();
                ByteArrayOutputStream text = parts.computeIfAbsent(
                        name, key -> new ByteArrayOutputStream("{".length() + members.length + "}\n".length()));
                catalog.memory.take(
                        COPIES * members.length, "the catalog file " + catalog.files.location() + "/" + name);
                if (members.length > 0) {
                    text.write(text.size() == 0 ? '{' : ',');
                    text.writeBytes(members);
                }
            }
        }
        Map<String, byte[]> files = new TreeMap<>();
        parts.forEach((name, text) -> {
            text.writeBytes((text.size() == 0 ? "{}\n" : "}\n").getBytes(StandardCharsets.US_ASCII));
            files.put(name, text.toByteArray());
        });
        return files;
    }

    private List<String> actionPartNames() {
        return attributes.parts().keySet().stream()
                .filter(name ->
                        name.equals(CatalogAttributes.DEPENDENCY) || name.startsWith(CatalogAttributes.SUMMARY_PREFIX))
                .toList();
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T reading(SignedJson file, Reading<T> reading) {
        try {
            return reading.run();
        } catch (JsonProcessingException e) {
            throw file.damaged(e.getOriginalMessage());
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + file.source() + ": " + e, e);
        }
    }

    /** The same with the entries of one publisher only. */
    public Catalog of(String publisher) {
        Catalog part = new Catalog(files, attributes, actionParts, memory);
        part.entries.put(publisher, stemsOf(publisher));
        return part;
    }

    public CatalogAttributes attributes() {
        return attributes;
    }

    public Set<String> publishers() {
        return entries.keySet();
    }

    /** Sorted. */
    public Set<String> stems(String publisher) {
        return stemsOf(publisher).keySet();
    }

    /** Oldest first. */
    public List<CatalogEntry> versions(String publisher, String stem) {
        return stemsOf(publisher).getOrDefault(stem, List.of());
    }

    private SortedMap<String, List<CatalogEntry>> stemsOf(String publisher) {
        SortedMap<String, List<CatalogEntry>> stems = entries.get(publisher);
        return stems == null ? new TreeMap<>() : stems;
    }

    /** By publisher, stem, and version, oldest first. */
    public Stream<CatalogEntry> entries() {
        return entries.values().stream()
                .flatMap(stems -> stems.values().stream())
                .flatMap(List::stream);
    }

    /** The entry of an FMRI with publisher and version. */
    public Optional<CatalogEntry> find(Fmri fmri) {
        for (CatalogEntry entry : versions(fmri.requirePublisher(), fmri.name())) {
            if (entry.fmri().equals(fmri)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /**
     * What a solver needs: depend actions, and set actions for obsolete, renamed, variants, facets.
     *
     * @throws IpsException CORRUPT, BAD_INPUT, IO
     */
    public List<Action> dependencies(Fmri fmri) {
        return Action.parseAll(dependencyLines(fmri));
    }

    /** The lines of {@link #dependencies}, not parsed yet. */
    public List<String> dependencyLines(Fmri fmri) {
        return part(CatalogAttributes.DEPENDENCY).getOrDefault(fmri, List.of());
    }

    /**
     * Other set actions: summary, description, classification.
     *
     * @param locale {@code C}, or one that the package is translated into
     * @throws IpsException CORRUPT, BAD_INPUT, IO
     */
    public List<Action> summary(Fmri fmri, String locale) {
        return Action.parseAll(part(CatalogAttributes.SUMMARY_PREFIX + locale).getOrDefault(fmri, List.of()));
    }

    /** Everything, for writing it again; in the order of {@link #entries}. */
    public Stream<CatalogRecord> records() {
        return entries().map(this::record);
    }

    /** All that the catalog has of one of its entries. */
    public CatalogRecord record(CatalogEntry entry) {
        Map<String, List<String>> summary = new HashMap<>();
        for (String name : attributes.parts().keySet()) {
            if (name.startsWith(CatalogAttributes.SUMMARY_PREFIX)) {
                List<String> lines = part(name).get(entry.fmri());
                if (lines != null) {
                    summary.put(name.substring(CatalogAttributes.SUMMARY_PREFIX.length()), lines);
                }
            }
        }
        return new CatalogRecord(entry, dependencyLines(entry.fmri()), summary);
    }

    /** Reads the parts with actions now: for a catalog whose files will be gone when they are asked for. */
    public void loadActions() {
        actionPartNames().forEach(this::part);
    }

    private Map<Fmri, List<String>> part(String name) {
        synchronized (actionParts) {
            @Nullable Map<Fmri, List<String>> loaded = actionParts.get(name);
            if (loaded == null) {
                Map<Fmri, List<String>> lines = new HashMap<>();
                if (attributes.parts().containsKey(name)) {
                    readPart(name, (entry, actions) -> lines.put(entry.fmri(), actions));
                }
                actionParts.put(name, lines);
                return lines;
            }
            return loaded;
        }
    }
}
