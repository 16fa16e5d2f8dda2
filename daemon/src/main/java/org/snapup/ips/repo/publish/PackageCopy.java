package org.snapup.ips.repo.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PackageContents;
import org.snapup.ips.repo.PayloadCheck;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryLayout;

/** Copies packages into a repository in a folder, byte for byte: names, hashes and signatures stay. */
public final class PackageCopy {
    private static final int THREADS = 6;

    private final Repository source;
    private final RepositoryWriter target;

    public PackageCopy(Repository source, RepositoryWriter target) {
        this.source = source;
        this.target = target;
    }

    /** Those of the packages that the target doesn't have, in the same order. */
    public List<CatalogEntry> missing(String publisher, Collection<CatalogEntry> packages) {
        if (!target.layout().publishers().contains(publisher)) {
            return List.copyOf(packages);
        }
        return missing(Catalog.load(target.layout().catalog(publisher)), packages);
    }

    private static List<CatalogEntry> missing(Catalog present, Collection<CatalogEntry> packages) {
        return packages.stream()
                .filter(entry -> present.find(entry.fmri()).isEmpty())
                .toList();
    }

    /**
     * Copies what is missing of a publisher's packages, checking every byte. They appear in the target together, or none
     * does; a publisher that it lacks is added.
     *
     * @param listener told how many packages were begun
     * @return the packages that were copied, sorted
     * @throws IpsException NOT_FOUND, CORRUPT (named with the source), LOCKED, IO, CANCELLED
     */
    public List<Fmri> copy(String publisher, Collection<CatalogEntry> packages, IpsListener listener) {
        target.addPublisher(publisher);
        RepositoryLayout layout = target.layout();
        try (PublisherLock lock = target.lock(publisher)) {
            List<CatalogEntry> missing = missing(Catalog.load(layout.catalog(publisher)), packages);
            PackageStore store = PackageStore.of(layout, publisher);
            SortedMap<Fmri, CatalogRecord> records = new ConcurrentSkipListMap<>();
            Set<String> taken = ConcurrentHashMap.newKeySet();
            ParallelWork.run(
                    THREADS, missing, () -> entry -> records.put(entry.fmri(), copy(entry, store, taken)), begun -> {
                        listener.progress("Copying packages", begun, missing.size(), 0, 0);
                        listener.checkCancelled();
                    });
            store.sync();
            target.update(publisher).apply(new ArrayList<>(records.values()), List.of());
            return List.copyOf(records.keySet());
        }
    }

    private CatalogRecord copy(CatalogEntry entry, PackageStore store, Set<String> taken) {
        Fmri fmri = entry.fmri();
        byte[] bytes = source.manifestBytes(fmri, entry.manifestSignature());
        Manifest manifest = Manifest.parse(bytes, "the manifest of " + fmri + " from " + source.location());
        for (Action content : PackageContents.of(manifest)) {
            if (taken.add(PayloadCheck.name(content))) {
                store.copy(source, fmri, content);
            }
        }
        store.store(fmri, bytes);
        return CatalogRecord.of(fmri, manifest, bytes);
    }
}
