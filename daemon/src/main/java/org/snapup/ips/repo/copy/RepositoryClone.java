package org.snapup.ips.repo.copy;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.PackageCopy;
import org.snapup.ips.repo.publish.PackageRemoval;
import org.snapup.ips.repo.publish.RepositoryWriter;

/**
 * Brings publishers of a repository in line with those of another one: what it lacks is copied, then what the other
 * doesn't have is removed.
 */
public final class RepositoryClone {
    private final Repository source;
    private final RepositoryWriter target;

    public RepositoryClone(Repository source, RepositoryWriter target) {
        this.source = source;
        this.target = target;
    }

    /**
     * What is to be done.
     *
     * @param copied packages that the target lacks
     * @param removed packages that the source doesn't have
     */
    public record Changes(List<CatalogEntry> copied, List<Fmri> removed) {}

    /**
     * Finds out what is to be done for a publisher.
     *
     * @throws IpsException CONFLICT if a package has another manifest in the target; NOT_FOUND, CORRUPT, IO
     */
    public Changes changes(String publisher) {
        List<CatalogEntry> wanted = source.catalog(publisher).entries().toList();
        if (!target.publishers().contains(publisher)) {
            return new Changes(wanted, List.of());
        }
        Map<Fmri, CatalogEntry> present = present(publisher);
        Set<Fmri> names = new HashSet<>();
        for (CatalogEntry entry : wanted) {
            names.add(entry.fmri());
            CatalogEntry there = present.get(entry.fmri());
            String signature = entry.manifestSignature();
            if (there != null && signature != null && !signature.equals(there.manifestSignature())) {
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "the package " + entry.fmri() + " is another one at " + source.location() + " than in "
                                + target.root() + ": remove it there first");
            }
        }
        return new Changes(
                wanted.stream()
                        .filter(entry -> !present.containsKey(entry.fmri()))
                        .toList(),
                present.keySet().stream()
                        .filter(fmri -> !names.contains(fmri))
                        .sorted()
                        .toList());
    }

    private Map<Fmri, CatalogEntry> present(String publisher) {
        Map<Fmri, CatalogEntry> present = new HashMap<>();
        try (Repository repository = Repository.open(target.root().toString())) {
            repository.catalog(publisher).entries().forEach(entry -> present.put(entry.fmri(), entry));
        }
        return present;
    }

    /**
     * Does it. A publisher that the target lacks is added.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, LOCKED, IO, CANCELLED; then nothing was removed
     */
    public void apply(String publisher, Changes changes) {
        Collection<CatalogEntry> copied = changes.copied();
        if (copied.isEmpty()) {
            target.addPublisher(publisher);
        } else {
            new PackageCopy(source, target).copy(publisher, copied, IpsListener.NONE);
        }
        if (!changes.removed().isEmpty()) {
            new PackageRemoval(target).remove(publisher, changes.removed());
        }
    }
}
