package org.snapup.ips;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Files that are either as before or as after, whatever happens in between. */
public final class DurableFiles {
    /** What the names of files begin with that aren't complete yet. */
    public static final String TEMPORARY_PREFIX = ".new.";

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
     * Replaces files of a folder, in their order. All are on disk before the first is replaced: a kill finds either all of
     * them as they were or all of them new, but for the moment that the renaming takes.
     *
     * @throws IpsException IO; then the files are as they were, unless renaming failed
     */
    public static void replaceAll(Path folder, Map<String, byte[]> files) {
        Map<Path, Path> written = new LinkedHashMap<>();
        Path current = folder;
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                current = folder.resolve(file.getKey());
                Path temporary = temporary(folder, current);
                written.put(temporary, current);
                writeForced(temporary, file.getValue());
            }
            for (Map.Entry<Path, Path> each : written.entrySet()) {
                current = each.getValue();
                move(each.getKey(), current);
            }
            force(folder);
        } catch (IOException e) {
            IpsException failed = failed(current, e);
            written.keySet().forEach(temporary -> delete(temporary, e));
            throw failed;
        }
    }

    /**
     * As {@link #replace}, but the folder isn't forced: for many files, whose folders the caller forces afterwards.
     *
     * @throws IpsException IO; then the file is as it was
     */
    public static void write(Path file, byte[] content) {
        write(file, content, file.resolveSibling(""));
    }

    /** As {@link #write(Path, byte[])}, with the temporary file in another folder of the same filesystem. */
    public static void write(Path file, byte[] content, Path temporaries) {
        Path temporary = temporary(temporaries, file);
        try {
            writeForced(temporary, content);
            move(temporary, file);
        } catch (IOException e) {
            delete(temporary, e);
            throw failed(file, e);
        }
    }

    private static Path temporary(Path folder, Path file) {
        return folder.resolve(TEMPORARY_PREFIX + file.getFileName() + "." + PROCESS + "-" + WRITES.getAndIncrement());
    }

    private static void writeForced(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void move(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path temporary, IOException cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException second) {
            cause.addSuppressed(second);
        }
    }

    private static IpsException failed(Path file, IOException e) {
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
