package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.snapup.daemon.storage.directory.tree.CrashPoint;
import org.snapup.protocol.Json;
import org.snapup.protocol.RecordCodec;

/** Changes of names and small files that are on stable storage when the method returns. */
final class Durable {
    private final CrashPoint crash;

    Durable(CrashPoint crash) {
        this.crash = crash;
    }

    /** Makes a directory with exactly these permissions; one that is there gets them. */
    void makeFolder(Path folder, String permissions) throws IOException {
        if (!Files.isDirectory(folder)) {
            crash.before("make " + folder.getFileName());
            Files.createDirectories(folder);
            sync(parent(folder));
        }
        setPermissions(folder, permissions);
    }

    void setPermissions(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    /** Replaces a file of one JSON object in one step. */
    void write(Path file, Record content) throws IOException {
        write(file, Json.write(RecordCodec.toMap(content)));
    }

    void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        crash.before("write " + temporary.getFileName());
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        move(temporary, file);
    }

    static <T extends Record> T read(Class<T> type, Path file) throws IOException {
        return RecordCodec.fromMap(type, Json.parse(Files.readAllBytes(file)), RecordCodec.Unknown.IGNORE);
    }

    /** Renames, replacing a file or link that has the new name. */
    void move(Path from, Path to) throws IOException {
        crash.before("rename " + from.getFileName() + " to " + to.getFileName());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(to));
        if (!parent(from).equals(parent(to))) {
            sync(parent(from));
        }
    }

    /** Makes a link; the name must be free. */
    void link(Path link, Path target) throws IOException {
        crash.before("link " + link.getFileName());
        Files.createSymbolicLink(link, target);
        sync(parent(link));
    }

    /** Makes a link, or makes it lead elsewhere, in one step. */
    void switchLink(Path link, Path target, Path temporary) throws IOException {
        Files.deleteIfExists(temporary);
        link(temporary, target);
        move(temporary, link);
    }

    /** Removes a name that isn't a directory, if it is there. */
    void remove(Path name) throws IOException {
        crash.before("remove " + name.getFileName());
        Files.deleteIfExists(name);
        sync(parent(name));
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new NoSuchFileException(path.toString());
        }
        return parent;
    }
}
