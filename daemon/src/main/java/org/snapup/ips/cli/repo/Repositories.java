package org.snapup.ips.cli.repo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.RepositoryWriter;

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

    /** Those of the publishers that {@code -p} names that are there, for what reads. */
    static NamedPublishers named(Repository repository, Arguments arguments) {
        return NamedPublishers.of(arguments.all("-p"), repository.publishers(), repository.location());
    }

    /** The publishers that {@code -p} names, for what changes or copies packages: all have to be there. */
    static List<String> publishers(Repository repository, Arguments arguments) {
        NamedPublishers named = named(repository, arguments);
        if (!named.unknown().isEmpty()) {
            throw NamedPublishers.missing(repository.location(), named.unknown(), repository.publishers());
        }
        return named.known();
    }
}
