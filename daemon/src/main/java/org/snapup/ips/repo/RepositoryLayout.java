package org.snapup.ips.repo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/**
 * Where things are in a version 4 repository.
 *
 * <pre>
 * pkg5.repository                      configuration
 * publisher/PREFIX/catalog/            catalog.attrs and its parts
 * publisher/PREFIX/pkg/STEM/VERSION    manifests; names percent-encoded
 * publisher/PREFIX/file/HA/HASH        payloads, gzip; named by the SHA-1 of their content
 * publisher/PREFIX/index/              search index of pkg(1)
 * publisher/PREFIX/tmp/lock            locked while the publisher is written to
 * </pre>
 *
 * @param root the folder
 */
public record RepositoryLayout(Path root) {
    static final int VERSION = 4;

    /** The repository's configuration. */
    public Path config() {
        return root.resolve("pkg5.repository");
    }

    /** The folder of all publishers. */
    public Path publisherRoot() {
        return root.resolve("publisher");
    }

    /** A publisher's folder. @throws IpsException BAD_INPUT for what can't be a publisher's prefix; so the others */
    public Path publisher(String prefix) {
        if (!Fmri.isPublisher(prefix)) {
            throw IpsException.badInput("'" + prefix + "' is not a publisher: it starts with a letter or digit and goes"
                    + " on with letters, digits and . - _");
        }
        return publisherRoot().resolve(prefix);
    }

    /** The folder of a publisher's catalog. */
    public Path catalog(String prefix) {
        return publisher(prefix).resolve("catalog");
    }

    /** The manifest of a package with publisher and version. */
    public Path manifest(Fmri fmri) {
        return publisher(fmri.requirePublisher()).resolve("pkg").resolve(fmri.dirPath());
    }

    /** A stored content. */
    public Path file(String prefix, String hash) {
        return publisher(prefix).resolve("file").resolve(hash.substring(0, 2)).resolve(hash);
    }

    /** The folder for what is being written. */
    public Path temporary(String prefix) {
        return publisher(prefix).resolve("tmp");
    }

    /** The packages that a publisher has manifests of, whatever its catalog says; in the order of their names. */
    public List<Fmri> manifests(String prefix) {
        return manifests(prefix, stranger -> {});
    }

    /** As {@link #manifests(String)}; told of what is among them and can't be a manifest, by its name. */
    public List<Fmri> manifests(String prefix, Consumer<Path> strangers) {
        Path home = publisher(prefix).resolve("pkg");
        List<Fmri> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home, 2)) {
            files.filter(file -> home.relativize(file).getNameCount() == 2
                            && !String.valueOf(file.getFileName()).startsWith("."))
                    .forEach(file ->
                            fmri(prefix, home, file).ifPresentOrElse(manifests::add, () -> strangers.accept(file)));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't list " + home + ": " + e, e);
        }
        return manifests.stream().sorted().toList();
    }

    private static Optional<Fmri> fmri(String prefix, Path home, Path file) {
        try {
            return Optional.of(Fmri.ofDirPath(prefix, home.relativize(file).toString()));
        } catch (IpsException e) {
            return Optional.empty();
        }
    }

    /** Sorted; folders that can't be publishers are left out. */
    public List<String> publishers() {
        try (Stream<Path> children = Files.list(publisherRoot())) {
            return children.filter(Files::isDirectory)
                    .map(child -> String.valueOf(child.getFileName()))
                    .filter(Fmri::isPublisher)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't list " + publisherRoot() + ": " + e, e);
        }
    }
}
