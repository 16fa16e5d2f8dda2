package org.snapup.ips.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;

/** Where queries find package versions: by stem, publisher, and version, newest first. */
final class Candidates {
    private static final Comparator<Candidate> ORDER = Comparator.comparing(
                    (Candidate c) -> c.fmri().name())
            .thenComparing(c -> c.fmri().requirePublisher())
            .thenComparing(c -> c.fmri().requireVersion(), Comparator.reverseOrder());

    private final Image image;
    private final ImageFiles files;
    private final Path cache;
    private final IpsListener listener;

    Candidates(Image image, ImageFiles files, Path cache, IpsListener listener) {
        this.image = image;
        this.files = files;
        this.cache = cache;
        this.listener = listener;
    }

    List<Candidate> installed() {
        Catalog catalog = image.installedCatalog();
        return sorted(catalog.entries()
                .map(entry -> new Candidate(entry, catalog, null))
                .toList());
    }

    /** What the image knew at its last refresh, with what is installed. */
    List<Candidate> known() {
        Catalog catalog = Image.readKnown(files);
        List<Candidate> found = new ArrayList<>();
        Set<Fmri> seen = new HashSet<>();
        catalog.entries().forEach(entry -> {
            seen.add(entry.fmri());
            found.add(new Candidate(entry, catalog, null));
        });
        addMissing(found, seen);
        return sorted(found);
    }

    /** What the publishers' origins offer now, with what is installed. */
    List<Candidate> refreshed() {
        ImagePackages packages = ImagePackages.refresh(image, cache, false, listener);
        List<Candidate> found = new ArrayList<>();
        Set<Fmri> seen = new HashSet<>();
        packages.catalogs().forEach(catalog -> add(found, seen, catalog, null));
        addMissing(found, seen);
        return sorted(found);
    }

    /** What these repositories offer, with what is installed of it. */
    List<Candidate> offeredBy(List<String> origins) {
        List<Candidate> found = new ArrayList<>();
        Set<Fmri> seen = new HashSet<>();
        HeapBudget memory = new HeapBudget();
        for (String origin : origins) {
            try (Repository repository = Repository.open(PackageSource.of(origin), memory)) {
                for (String publisher : repository.publishers()) {
                    listener.checkCancelled();
                    Catalog catalog = repository.catalog(publisher, memory);
                    catalog.loadActions();
                    add(found, seen, catalog, origin);
                }
            }
        }
        return sorted(found);
    }

    private void add(List<Candidate> found, Set<Fmri> seen, Catalog catalog, @Nullable String origin) {
        catalog.entries().filter(entry -> seen.add(entry.fmri())).forEach(entry -> {
            Optional<EntryState> state =
                    image.installedCatalog().find(entry.fmri()).map(CatalogEntry::state);
            found.add(new Candidate(state.map(entry::withState).orElse(entry), catalog, origin));
        });
    }

    private void addMissing(List<Candidate> found, Set<Fmri> seen) {
        Catalog installed = image.installedCatalog();
        installed
                .entries()
                .filter(entry -> seen.add(entry.fmri()))
                .forEach(entry -> found.add(new Candidate(entry, installed, null)));
    }

    private List<Candidate> sorted(List<Candidate> candidates) {
        List<Candidate> sorted = new ArrayList<>(candidates);
        sorted.replaceAll(candidate -> candidate.withFreeze(image.isFrozen(candidate.fmri())));
        sorted.sort(ORDER);
        return sorted;
    }
}
