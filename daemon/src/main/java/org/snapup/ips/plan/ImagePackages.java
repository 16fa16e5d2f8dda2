package org.snapup.ips.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogFiles;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.repo.HotFix;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.solve.KnownPackages;
import org.snapup.ips.solve.PackageEntries;
import org.snapup.ips.solve.PackageEntry;

/**
 * The package versions that an image's publishers offer, from copies of their catalogs in a cache directory, together
 * with those that are installed.
 */
public final class ImagePackages implements KnownPackages {
    /** One origin's copy of a catalog. */
    private record Source(PackageSource origin, Catalog catalog) {}

    private final Image image;
    private final ActionFilter filter;
    private final Map<String, PackageSource> additional = new HashMap<>();
    private final Map<String, List<Source>> sources = new HashMap<>();
    private final Map<String, List<Fmri>> versions = new HashMap<>();
    private final PackageEntries reader;
    private final Map<Fmri, PackageEntry> entries = new HashMap<>();
    private final Map<String, List<PackageSource>> mirrors = new ConcurrentHashMap<>();
    private final HeapBudget memory = new HeapBudget();
    private @Nullable Catalog lastKnown;

    private ImagePackages(Image image, ImageConfig config) {
        this.image = image;
        this.filter = config.actionFilter();
        this.reader = new PackageEntries(filter);
    }

    /**
     * Brings the copies up to date and reads them.
     *
     * @param required whether an origin that can't be read is an error; else its old copy is used, if there is one
     * @throws IpsException IO, CORRUPT, NOT_FOUND
     */
    public static ImagePackages refresh(Image image, Path cache, boolean required, IpsListener listener) {
        return refresh(image, image.config(), cache, required, listener);
    }

    /**
     * As {@link #refresh(Image, Path, boolean, IpsListener)}.
     *
     * @param config what the image's configuration is going to be: decides what counts of a package
     */
    static ImagePackages refresh(Image image, ImageConfig config, Path cache, boolean required, IpsListener listener) {
        return refresh(new ImagePackages(image, config), cache, publisher -> required, false, listener);
    }

    /** As {@link #refresh(Image, Path, boolean, IpsListener)}, with an archive as a further origin of its publisher. */
    static ImagePackages refresh(Image image, HotFix more, Path cache, IpsListener listener) {
        ImagePackages packages = new ImagePackages(image, image.config());
        packages.additional.put(more.publisher(), more.source());
        return refresh(packages, cache, publisher -> true, false, listener);
    }

    /**
     * As {@link #refresh(Image, Path, boolean, IpsListener)}.
     *
     * @param required the publishers whose origins have to answer
     * @param full whether their copies are made anew
     */
    public static ImagePackages refresh(
            Image image, Path cache, Set<String> required, boolean full, IpsListener listener) {
        return refresh(new ImagePackages(image, image.config()), cache, required::contains, full, listener);
    }

    private static ImagePackages refresh(
            ImagePackages packages, Path cache, Predicate<String> required, boolean full, IpsListener listener) {
        List<ImagePublisher> publishers = packages.image.config().publishers();
        int done = 0;
        for (ImagePublisher publisher : publishers) {
            listener.progress("Refreshing catalogs", done++, publishers.size(), 0, 0);
            if (!publisher.enabled()) {
                continue;
            }
            packages.refresh(publisher.name(), cache, required.test(publisher.name()), full, listener);
        }
        listener.progress("Refreshing catalogs", done, publishers.size(), 0, 0);
        return packages;
    }

    /** It is enough that one origin answers: what the others offer is then known from their copies. */
    private void refresh(String publisher, Path cache, boolean required, boolean full, IpsListener listener) {
        IpsException failure = null;
        Map<PackageSource, String> locations = new HashMap<>();
        List<PackageSource> silent = new ArrayList<>();
        List<Source> found = new ArrayList<>();
        for (PackageSource origin : offering(publisher)) {
            listener.checkCancelled();
            Path copy = copy(publisher, origin.uri(), cache);
            if (full && required) {
                forget(copy);
            }
            try (Repository repository = Repository.open(origin, memory)) {
                locations.put(origin, "of " + publisher + " at " + repository.location());
                repository.refreshCatalog(publisher, copy, cache, memory);
                found.add(new Source(origin, load(copy, locations.get(origin))));
            } catch (IpsException e) {
                if (e.kind() == IpsException.Kind.CANCELLED) {
                    throw e;
                }
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
                silent.add(origin);
            }
        }
        if (failure != null && required && found.isEmpty()) {
            throw failure;
        }
        if (failure != null) {
            listener.note("The catalog of " + publisher + " was not refreshed: " + failure.getMessage());
        }
        for (PackageSource origin : silent) {
            Path copy = copy(publisher, origin.uri(), cache);
            Optional<Catalog> kept = kept(copy, locations.get(origin));
            kept.ifPresent(catalog -> found.add(new Source(origin, catalog)));
            if (found.isEmpty()) {
                lastKnown(publisher, listener).ifPresent(catalog -> found.add(new Source(origin, catalog)));
            }
        }
        sources.put(publisher, found);
    }

    private List<PackageSource> offering(String publisher) {
        List<PackageSource> origins = new ArrayList<>(image.origins(publisher));
        Optional.ofNullable(additional.get(publisher)).ifPresent(origins::add);
        return origins;
    }

    private Catalog load(Path copy, @Nullable String location) {
        return Catalog.loadForSolver(CatalogFiles.in(copy, location == null ? copy.toString() : location), memory);
    }

    /** The copy of an origin that didn't answer, or not with what can be read. */
    private Optional<Catalog> kept(Path copy, @Nullable String location) {
        if (!Files.exists(copy.resolve("catalog.attrs"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(load(copy, location));
        } catch (IpsException e) {
            if (e.kind() == IpsException.Kind.CORRUPT) {
                forget(copy); // of what made it useless the caller was told
            }
            return Optional.empty();
        }
    }

    /** What the image itself remembers of the last time, unless there is no memory for that. */
    private Optional<Catalog> lastKnown(String publisher, IpsListener listener) {
        Catalog known = lastKnown;
        if (known == null) {
            try (ImageFiles files = ImageFiles.open(image.root())) {
                known = Image.readKnown(files, memory);
            } catch (IpsException e) {
                if (e.kind() != IpsException.Kind.BAD_INPUT) {
                    throw e;
                }
                listener.note("What the image knows of " + publisher + " isn't used: " + e.getMessage());
                return Optional.empty();
            }
            lastKnown = known;
        }
        return Optional.of(known.of(publisher));
    }

    private static Path copy(String publisher, String origin, Path cache) {
        String place = Digests.hex(Digests.sha1().digest(origin.getBytes(StandardCharsets.UTF_8)));
        return copies(publisher, cache).resolve(place);
    }

    /** Where the copies of a publisher's catalogs are, a folder each. */
    public static Path copies(String publisher, Path cache) {
        return cache.resolve("catalog").resolve(publisher);
    }

    private static void forget(Path copy) {
        try {
            Files.deleteIfExists(copy.resolve("catalog.attrs"));
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't forget the catalog in " + copy + ": " + e, e);
        }
    }

    /** The catalogs of all enabled publishers' origins, in no order. */
    public List<Catalog> catalogs() {
        return sources.values().stream()
                .flatMap(List::stream)
                .map(Source::catalog)
                .toList();
    }

    /** Whether any of the origins is asked over a network. */
    public boolean hasRemoteOrigins() {
        return sources.values().stream()
                .flatMap(List::stream)
                .anyMatch(source -> !source.origin().isLocal());
    }

    /** What of a package's actions the image takes. */
    public ActionFilter filter() {
        return filter;
    }

    /** All stems that are offered or installed, sorted. */
    Set<String> stems() {
        Set<String> stems = new TreeSet<>(image.installed().keySet());
        sources.forEach((publisher, list) ->
                list.forEach(source -> stems.addAll(source.catalog().stems(publisher))));
        return stems;
    }

    @Override
    public List<Fmri> versions(String stem) {
        return versions.computeIfAbsent(stem, this::findVersions);
    }

    private List<Fmri> findVersions(String stem) {
        Set<Fmri> found = new LinkedHashSet<>();
        sources.forEach((publisher, list) -> list.forEach(
                source -> source.catalog().versions(publisher, stem).forEach(entry -> found.add(entry.fmri()))));
        Fmri installed = image.installed().get(stem);
        if (installed != null) {
            found.add(installed);
        }
        List<Fmri> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(Fmri::requireVersion).reversed());
        return List.copyOf(sorted);
    }

    @Override
    public PackageEntry entry(Fmri fmri) {
        PackageEntry known = entries.get(fmri);
        if (known == null) {
            Catalog catalog = isInstalled(fmri)
                    ? image.installedCatalog()
                    : source(fmri).map(Source::catalog).orElseThrow(() -> unknown(fmri));
            known = reader.of(fmri, catalog.dependencyLines(fmri));
            entries.put(fmri, known);
        }
        return known;
    }

    private boolean isInstalled(Fmri fmri) {
        return fmri.equals(image.installed().get(fmri.name()));
    }

    private static IpsException unknown(Fmri fmri) {
        return IpsException.notFound("no origin offers " + fmri);
    }

    private Optional<Source> source(Fmri fmri) {
        for (Source source : sources.getOrDefault(fmri.requirePublisher(), List.of())) {
            if (source.catalog().find(fmri).isPresent()) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    /** The origins that offer a version, in order. */
    public List<PackageSource> origins(Fmri fmri) {
        List<PackageSource> origins = new ArrayList<>();
        for (Source source : sources.getOrDefault(fmri.requirePublisher(), List.of())) {
            if (source.catalog().find(fmri).isPresent()) {
                origins.add(source.origin());
            }
        }
        return origins;
    }

    /** Where the contents of a version's files may be had, in order: its publisher's mirrors, then the origins. */
    public List<PackageSource> contentSources(Fmri fmri) {
        List<PackageSource> all = new ArrayList<>(mirrors.computeIfAbsent(fmri.requirePublisher(), image::mirrors));
        all.addAll(origins(fmri));
        return all;
    }

    /** The SHA-1 of a version's manifest, if a catalog says it. */
    Optional<String> signature(Fmri fmri) {
        Optional<CatalogEntry> entry =
                source(fmri).flatMap(source -> source.catalog().find(fmri));
        return entry.or(() -> installedEntry(fmri)).map(CatalogEntry::manifestSignature);
    }

    /** All that is known of a version: from its origin, or of what is installed from the image. */
    public Optional<CatalogRecord> record(Fmri fmri) {
        Optional<Catalog> catalog = source(fmri).map(Source::catalog);
        if (catalog.isEmpty() && isInstalled(fmri)) {
            catalog = Optional.of(image.installedCatalog());
        }
        return catalog.flatMap(c -> c.find(fmri).map(c::record));
    }

    /** Everything that is offered or installed, each version once; in the order of catalogs where that is easy. */
    public List<CatalogEntry> all() {
        List<CatalogEntry> all = new ArrayList<>();
        Set<Fmri> seen = new HashSet<>();
        for (Catalog catalog : everything()) {
            catalog.entries().filter(entry -> seen.add(entry.fmri())).forEach(all::add);
        }
        return all;
    }

    private List<Catalog> everything() {
        List<Catalog> catalogs = new ArrayList<>();
        new TreeMap<>(sources).values().forEach(list -> list.forEach(source -> catalogs.add(source.catalog())));
        catalogs.add(image.installedCatalog());
        return catalogs;
    }

    /**
     * What a catalog of {@link #all} consists of.
     *
     * @param entries all of them, with other states
     * @throws IpsException CORRUPT, IO
     */
    public CatalogContent every(List<CatalogEntry> entries) {
        boolean offered = image.installed().values().stream()
                .allMatch(fmri -> source(fmri).isPresent());
        return CatalogContent.of(entries, this::record, offered ? Catalog.actionParts(catalogs()) : Map.of());
    }

    /**
     * What a catalog of some of {@link #all} consists of.
     *
     * @param entries some of them, with other states
     */
    public CatalogContent some(List<CatalogEntry> entries) {
        return CatalogContent.of(entries, this::record, Map.of());
    }

    private CatalogRecord record(CatalogEntry entry) {
        return record(entry.fmri()).orElseThrow(() -> unknown(entry.fmri())).withEntry(entry);
    }

    /** What the catalogs say of the dependencies of a version that is offered or installed. */
    public List<String> dependencyLines(Fmri fmri) {
        return source(fmri)
                .map(Source::catalog)
                .orElse(image.installedCatalog())
                .dependencyLines(fmri);
    }

    /** The state that the image has of a version, if it is installed. */
    public Optional<CatalogEntry> installedEntry(Fmri fmri) {
        return image.installedCatalog().find(fmri);
    }
}
