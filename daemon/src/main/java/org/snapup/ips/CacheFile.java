package org.snapup.ips;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files in a cache, each there as a whole or not at all. What is being written lies in the cache's folder {@value #UNFINISHED}: who
 * has the cache for himself may empty that folder when he starts, for it then holds what processes left that were killed.
 */
public final class CacheFile {
    /** Relative to the cache. */
    public static final String UNFINISHED = "unfinished";

    private CacheFile() {}

    /** Gives the content of a file. */
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /** Writes a file and the folders above it, replacing one that is there. What the content throws leaves nothing behind. */
    public static void write(Path cache, Path file, Content content) throws IOException {
        Path temporary = Files.createTempFile(Files.createDirectories(cache.resolve(UNFINISHED)), "", "");
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                content.writeTo(out);
            }
            Files.createDirectories(file.resolveSibling(""));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
