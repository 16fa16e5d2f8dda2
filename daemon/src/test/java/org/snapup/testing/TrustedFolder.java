package org.snapup.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A new folder in which snapupd takes a configuration: nobody else may write into any folder above it. {@code target} is
 * one, unless the checkout lies in {@code /tmp}; then it is made in the user's home.
 */
public final class TrustedFolder implements AutoCloseable {
    private final Path path;

    private TrustedFolder(Path path) {
        this.path = path;
    }

    public static TrustedFolder create() throws IOException {
        for (Path base : new Path[] {Path.of("target"), Path.of(System.getProperty("user.home"))}) {
            Path parent = base.toAbsolutePath().normalize();
            if (Files.isDirectory(parent) && isTrusted(parent.toRealPath())) {
                return new TrustedFolder(Files.createTempDirectory(parent.toRealPath(), ".snapup-test-"));
            }
        }
        throw new IOException("neither target nor the user's home is a folder that nobody else can write into");
    }

    public Path path() {
        return path;
    }

    private static boolean isTrusted(Path folder) throws IOException {
        int me = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        for (Path part = folder; part != null; part = part.getParent()) {
            int uid = (Integer) Files.getAttribute(part, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) Files.getAttribute(part, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((uid != 0 && uid != me) || (mode & 022) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
