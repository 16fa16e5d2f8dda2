package org.snapup.ips.repo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/**
 * A package archive with updates of one publisher's packages.
 *
 * @param source where it is
 * @param packages the newest version of each package in it, by name
 */
public record HotFix(PackageSource source, String publisher, List<Fmri> packages) {
    public HotFix {
        packages = List.copyOf(packages);
    }

    /**
     * Reads what an archive holds.
     *
     * @throws IpsException NOT_FOUND where there is no such file, BAD_INPUT where it is no archive or has packages of
     *     several publishers, CORRUPT, IO
     */
    public static HotFix read(Path archive) {
        if (!Files.isRegularFile(archive)) {
            throw IpsException.notFound(
                    "there is no package archive " + archive + ": name a .p5p file on this machine");
        }
        PackageSource source = PackageSource.of(archive.toUri().toString());
        try (Repository repository = Repository.open(source)) {
            List<String> publishers = repository.publishers();
            if (publishers.size() != 1) {
                throw IpsException.badInput("the hot-fix " + archive + " has packages of "
                        + (publishers.isEmpty()
                                ? "no publisher"
                                : "several publishers, " + String.join(", ", publishers))
                        + ": make one for each publisher, or add it with set-publisher -g");
            }
            TreeMap<String, Fmri> newest = new TreeMap<>();
            repository
                    .catalog(publishers.get(0))
                    .entries()
                    .forEach(entry -> newest.merge(
                            entry.fmri().name(),
                            entry.fmri(),
                            (a, b) -> a.requireVersion().compareTo(b.requireVersion()) >= 0 ? a : b));
            return new HotFix(source, publishers.get(0), List.copyOf(newest.values()));
        }
    }

    /**
     * The patterns of those versions that take the place of installed ones.
     *
     * @param installed with their publishers
     */
    public List<String> updates(Collection<Fmri> installed) {
        Set<String> stems = installed.stream().map(Fmri::stem).collect(Collectors.toSet());
        return packages.stream()
                .filter(fmri -> stems.contains(fmri.stem()))
                .map(Fmri::toString)
                .toList();
    }

    /** The error where it has no update for anything, and nothing to install was named. */
    public IpsException concernsNothing() {
        return IpsException.notFound("none of the packages in this hot-fix is installed: "
                + packages.stream().map(Fmri::name).collect(Collectors.joining(", "))
                + "; name those to install, or nothing is to be done");
    }
}
