package org.snapup.ips;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Files that are either as before or as after, whatever happens in between. */
public final class DurableFiles {
    // In temporary names: others may write the same file at the same time, in a cache for example.
    private static final long PROCESS = ProcessHandle.current().pid();
    private static final AtomicLong WRITES = new AtomicLong();

    private DurableFiles() {}

    /**
     * Replaces {@code file}: temporary beside it, forced to disk, renamed, and the folder forced too.
     *
     * @throws IpsException IO; then the file is as it was
     */
    public static void replace(Path file, byte[] content) {
        write(file, content);
        try {
            forceParent(file);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't write the folder of " + file + " to disk: " + e, e);
        }
    }

    /**
     * As {@link #replace}, but the folder isn't forced: for many files, whose folders the caller forces afterwards.
     *
     * @throws IpsException IO; then the file is as it was
     */
    public static void write(Path file, byte[] content) {
        Path temporary =
                file.resolveSibling(".new." + file.getFileName() + "." + PROCESS + "-" + WRITES.getAndIncrement());
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(file, temporary, e);
        }
    }

    private static IpsException failed(Path file, Path temporary, IOException e) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException second) {
            e.addSuppressed(second);
        }
        return new IpsException(
                IpsException.Kind.IO, "can't write " + file + ": " + e + "; check free space and permissions", e);
    }

    /** Renames within a folder and forces the folder to disk. */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceParent(to);
    }

    /** Forces the folder that holds {@code file} to disk. */
    public static void forceParent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            force(parent);
        }
    }

    /** Forces a folder's list of files to disk. */
    public static void force(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
