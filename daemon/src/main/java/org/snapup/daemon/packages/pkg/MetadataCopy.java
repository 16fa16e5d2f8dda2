package org.snapup.daemon.packages.pkg;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.CacheFile;
import org.snapup.ips.Digests;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What an image knows of itself, copied into a root of its own, where pkg(1) can plan and answer: it writes into
 * {@code var/pkg} whatever it is asked, and the image may be the running system's. Manifests, which never change, are
 * symbolic links; contents that were fetched, and what other tools put there, are left out.
 */
final class MetadataCopy implements AutoCloseable {
    private static final Path META = Path.of("var/pkg");

    /** Beneath {@link #META}: what pkg makes again if it needs it, what is nobody else's, and what may be large. */
    private static final Set<Path> LEFT_OUT =
            Set.of(Path.of("lock"), Path.of("lost+found"), Path.of("gui_cache"), Path.of("snapup-journal"));

    private static final Path CACHE = Path.of("cache");
    private static final Set<Path> KEPT_OF_CACHE = Set.of(CACHE.resolve("publisher"), CACHE.resolve("index"));
    private static final Path PUBLISHERS = Path.of("publisher");
    private static final Set<Path> LINKED = Set.of(CACHE, Path.of("license"), Path.of("history"));
    private static final int TRIES = 5;

    private final Path root;
    private final boolean manifests;

    private MetadataCopy(Path root, boolean manifests) {
        this.root = root;
        this.manifests = manifests;
    }

    /**
     * Copies it. What changes meanwhile is copied again.
     *
     * @param cache in which the copy's root is made, see {@link CacheFile}
     * @throws SnapupException INVALID_ROOT where there is no image, ENGINE_FAILED
     */
    static MetadataCopy of(Path image, Path cache) {
        return of(image, cache, true);
    }

    /** As {@link #of(Path, Path)}, for what needs only the list of packages, the configuration and the history. */
    static MetadataCopy withoutManifests(Path image, Path cache) {
        return of(image, cache, false);
    }

    private static MetadataCopy of(Path image, Path cache, boolean manifests) {
        requireImage(image);
        Path from = image.resolve(META);
        try {
            Path folder = Files.createDirectories(cache.resolve(CacheFile.UNFINISHED));
            IOException last = null;
            for (int i = 0; i < TRIES; i++) {
                MetadataCopy copy = new MetadataCopy(Files.createTempDirectory(folder, "image-"), manifests);
                try {
                    Object before = version(from);
                    copy.fill(from);
                    if (version(from).equals(before)) {
                        return copy;
                    }
                    copy.close();
                } catch (NoSuchFileException e) {
                    last = e; // the image was changed under way
                    copy.close();
                }
            }
            throw new IOException("it is being changed", last);
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED,
                    image.toString(),
                    "can't copy what the image " + image + " knows of itself into " + cache + ": " + e
                            + "; check free space, and repeat it when no other package tool runs",
                    e);
        }
    }

    /**
     * Refuses a root without an image of its own: pkg(1) follows symbolic links, into another system's, too.
     *
     * @throws SnapupException INVALID_ROOT
     */
    static void requireImage(Path image) {
        Path meta = image.resolve(META);
        String wrong = "it has no var/pkg/pkg5.image";
        try {
            if (Files.isRegularFile(meta.resolve("pkg5.image"), LinkOption.NOFOLLOW_LINKS)) {
                Path real = meta.toRealPath();
                if (real.startsWith(image.toRealPath())) {
                    return;
                }
                wrong = "its var/pkg is a symbolic link that leads out of it, to " + real;
            }
        } catch (IOException e) {
            wrong = e.toString();
        }
        throw new SnapupException(
                ErrorCode.INVALID_ROOT, image.toString(), "there is no IPS image at " + image + ": " + wrong, null);
    }

    /** Changes whenever an operation comes into force: pkg exchanges the folder. */
    private static Object version(Path from) throws IOException {
        BasicFileAttributes state = Files.readAttributes(from.resolve("state"), BasicFileAttributes.class);
        return state.fileKey() + " " + state.lastModifiedTime();
    }

    private void fill(Path from) throws IOException {
        Path to = Files.createDirectories(root.resolve(META));
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path inner = from.relativize(folder);
                if (isLeftOut(inner) || (!manifests && isOfManifests(inner))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(inner.toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path inner = from.relativize(file);
                if (isLeftOut(inner) || !attributes.isRegularFile()) {
                    return FileVisitResult.CONTINUE;
                }
                Path copy = to.resolve(inner.toString());
                if (isLinked(inner)) {
                    Files.createSymbolicLink(copy, file.toAbsolutePath());
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isLeftOut(Path inner) {
        if (inner.startsWith(CACHE) && inner.getNameCount() == 2) {
            return !KEPT_OF_CACHE.contains(inner);
        }
        return LEFT_OUT.contains(inner);
    }

    private static boolean isLinked(Path inner) {
        return isOfManifests(inner) || LINKED.contains(inner.getName(0));
    }

    private static boolean isOfManifests(Path inner) {
        boolean published = inner.startsWith(PUBLISHERS)
                && inner.getNameCount() > 2
                && inner.getName(2).toString().equals("pkg");
        return published || inner.startsWith(CACHE);
    }

    /** The root to give to pkg(1). */
    Path root() {
        return root;
    }

    /** A text that tells whether two images know the same catalogs: those that their origins sent. */
    static String catalogs(Path image) {
        Path publishers = image.resolve(META).resolve(PUBLISHERS);
        Set<String> prints = new TreeSet<>();
        try {
            if (Files.isDirectory(publishers)) {
                Files.walkFileTree(publishers, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        Path inner = publishers.relativize(folder);
                        boolean manifests = inner.getNameCount() == 2 && inner.endsWith("pkg");
                        return manifests ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (file.getFileName().toString().equals("catalog.attrs")) {
                            byte[] content = Files.readAllBytes(file);
                            prints.add(publishers.relativize(file) + " "
                                    + Digests.hex(Digests.sha1().digest(content)));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED, "can't read the catalogs of the image " + image + ": " + e, e);
        }
        return String.join("\n", prints);
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED, "can't remove " + root + ", which nobody needs any more: " + e, e);
        }
    }
}
