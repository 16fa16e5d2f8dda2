package org.snapup.ips;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files in a cache, each there as a whole or not at all. What is being written lies in the cache's folder {@value #UNFINISHED}: who
 * has the cache for himself may empty that folder when he starts, for it then holds what processes left that were killed.
 */
public final class CacheFile {
    /** Relative to the cache. */
    public static final String UNFINISHED = "unfinished";

    /** Of the names of this process's files, which no other process has, even one that had its number before. */
    private static final String PREFIX = UUID.randomUUID() + "-";

    private static final AtomicLong COUNT = new AtomicLong();

    private CacheFile() {}

    /** Gives the content of a file. */
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /** Writes a file and the folders above it, replacing one that is there. What the content throws leaves nothing behind. */
    public static void write(Path cache, Path file, Content content) throws IOException {
        Path temporary = cache.resolve(UNFINISHED).resolve(PREFIX + COUNT.incrementAndGet());
        boolean done = false;
        try {
            try (FileChannel out = inFolder(temporary, CacheFile::create)) {
                content.writeTo(out);
            }
            inFolder(file, there -> Files.move(temporary, there, StandardCopyOption.ATOMIC_MOVE));
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** As {@link #write(Path, Path, Content)}. */
    public static void write(Path cache, Path file, byte[] content) throws IOException {
        write(cache, file, out -> writeAll(out, content));
    }

    private static void writeAll(FileChannel out, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            out.write(rest);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    private interface Making<T> {
        T make(Path file) throws IOException;
    }

    /** Makes a file, and the folders above it if they turn out to be missing: nearly always they aren't. */
    private static <T> T inFolder(Path file, Making<T> making) throws IOException {
        try {
            return making.make(file);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.resolveSibling(""));
            return making.make(file);
        }
    }

    /**
     * As {@link #write(Path, Path, byte[])}, and on the disk when this returns.
     *
     * @throws IpsException IO; then the file is as it was
     */
    public static void replace(Path cache, Path file, byte[] content) {
        try {
            write(cache, file, out -> {
                writeAll(out, content);
                out.force(true);
            });
            DurableFiles.forceParent(file);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't write " + file + ": " + e + "; check free space and permissions", e);
        }
    }
}
