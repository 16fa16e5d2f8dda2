package org.snapup.ips.cli.repo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryWriter;

/** The repository that {@code -s} names, and the publishers that {@code -p} names. */
final class Repositories {
    private Repositories() {}

    static Repository read(Arguments arguments) {
        return Repository.open(new PackageSource(
                location(arguments),
                Optional.ofNullable(arguments.one("--key")).map(Path::of),
                Optional.ofNullable(arguments.one("--cert")).map(Path::of),
                Optional.empty(),
                Optional.empty()));
    }

    static RepositoryWriter write(Arguments arguments) {
        return RepositoryWriter.open(folder(location(arguments)));
    }

    /** Its folder, for what only works on folders. */
    static Path folder(Arguments arguments) {
        return folder(location(arguments));
    }

    private static String location(Arguments arguments) {
        return arguments.require("-s", "the repository");
    }

    /** The local folder of a path or a {@code file:} URI. */
    static Path folder(String location) {
        return Repository.folder(location);
    }

    /** The publishers that are named; all of the repository when none is. */
    static List<String> publishers(Repository repository, List<String> named) {
        List<String> all = repository.publishers();
        if (named.isEmpty() || named.contains("all")) {
            return all;
        }
        List<String> missing =
                named.stream().filter(name -> !all.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw IpsException.notFound("the repository " + repository.location() + " has no publisher "
                    + String.join(", ", missing) + "; it has " + String.join(", ", all));
        }
        return all.stream().filter(named::contains).toList();
    }
}
