package org.snapup.ips.repo.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.RepositoryCheck;
import org.snapup.ips.repo.publish.PackageRemoval;
import org.snapup.ips.repo.publish.RepositoryWriter;

/**
 * Puts damaged packages of a repository aside, so that the others can be installed, and makes its catalogs anew. Nothing is
 * deleted: manifests, and contents that fit no package, go to a folder beside the packages, as with pkgrepo(1).
 */
public final class RepositoryRepair {
    private final RepositoryWriter writer;
    private final Consumer<String> problems;

    /** @param problems told of what was found, in words that name the package and the file */
    public RepositoryRepair(RepositoryWriter writer, Consumer<String> problems) {
        this.writer = writer;
        this.problems = problems;
    }

    /**
     * What was done.
     *
     * @param packages that are to be published again, sorted
     * @param folder where they are now, if there are any of them left
     */
    public record Outcome(List<Fmri> packages, Optional<Path> folder) {}

    /**
     * Mends a publisher.
     *
     * @throws IpsException IO if something can't be read: whether it is damaged, nobody knows, and nothing is put aside;
     *     LOCKED, IO
     */
    public Outcome repair(String publisher) {
        Set<Fmri> packages = new TreeSet<>();
        Set<String> contents = new HashSet<>();
        List<IpsException> unknown = new ArrayList<>();
        List<String> found = new ArrayList<>();
        Consumer<String> report = problem -> {
            found.add(problem);
            problems.accept(problem);
        };
        RepositoryCheck check = new RepositoryCheck(writer.root(), report, new RepositoryCheck.Damage() {
            @Override
            public void isIn(Fmri fmri) {
                packages.add(fmri);
            }

            @Override
            public void isInContent(String hash) {
                contents.add(hash);
            }

            @Override
            public void isUnknown(IpsException cause) {
                unknown.add(cause);
            }
        });
        check.checkOthers(publisher, check.check(publisher));
        if (!unknown.isEmpty()) {
            throw unknown.get(0);
        }
        if (found.isEmpty()) {
            return new Outcome(List.of(), Optional.empty());
        }
        contents.removeIf(check::isSound);
        Optional<Path> folder = packages.isEmpty()
                ? Optional.empty()
                : new PackageRemoval(writer).putAside(publisher, packages, contents);
        writer.catalogue(publisher, true);
        return new Outcome(List.copyOf(packages), folder);
    }
}
