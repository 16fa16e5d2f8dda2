package org.snapup.ips.verify;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.Digests;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ContentHash;

/** Compares the content of files with their actions. Confined to one thread. */
final class FileVerifier {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Map<String, MessageDigest> digests = new HashMap<>();

    /** What is wrong with a regular file beside owner and mode. */
    List<Finding> verify(Action action, DirectoryHandle parent, byte[] name, FileStat stat) {
        List<Finding> findings = new ArrayList<>();
        boolean editable = action.get("preserve") != null;
        if (!editable) {
            timestamp(action, stat).ifPresent(findings::add);
            size(action, stat).ifPresent(findings::add);
        }
        if (action.attributes().isTrue("mountpoint")) {
            return findings;
        }
        @Nullable String wrong = content(action, parent, name);
        if (wrong != null) {
            findings.add(
                    editable ? Finding.info(action, "editable file has been changed") : Finding.broken(action, wrong));
        }
        return findings;
    }

    /**
     * What is wrong with the content, by the strongest hash. One that has the hash by which repositories name it isn't hashed
     * again (0029).
     */
    private @Nullable String content(Action action, DirectoryHandle parent, byte[] name) {
        Optional<ContentHash> naming = ContentHash.naming(action);
        Optional<ContentHash> strongest = ContentHash.of(action);
        if (naming.isPresent()
                && !naming.equals(strongest)
                && hash(naming.get(), parent, name).equals(naming.get().hex())) {
            return null;
        }
        if (strongest.isEmpty()) {
            return null;
        }
        String wanted = strongest.get().hex();
        String found = hash(strongest.get(), parent, name);
        return found.equals(wanted) ? null : "Hash: " + found + " should be " + wanted;
    }

    private static Optional<Finding> timestamp(Action action, FileStat stat) {
        String wanted = action.get("timestamp");
        if (wanted == null) {
            return Optional.empty();
        }
        try {
            long seconds = LocalDateTime.parse(wanted, TIME).toEpochSecond(ZoneOffset.UTC);
            return seconds == stat.modifiedSeconds()
                    ? Optional.empty()
                    : Optional.of(Finding.broken(
                            action,
                            "Timestamp: " + TIME.format(Instant.ofEpochSecond(stat.modifiedSeconds())) + " should be "
                                    + wanted));
        } catch (DateTimeParseException e) {
            return Optional.of(Finding.warning(action, "its timestamp " + wanted + " is no time"));
        }
    }

    /** Files of different sizes may be the same as far as a content hash goes; then pkg(1) doesn't look at it. */
    private static Optional<Finding> size(Action action, FileStat stat) {
        boolean counts = action.get("pkg.content-hash") == null && action.get("elfhash") == null && action.size() > 0;
        return counts && stat.size() != action.size()
                ? Optional.of(Finding.broken(action, "Size: " + stat.size() + " bytes should be " + action.size()))
                : Optional.empty();
    }

    private String hash(ContentHash kind, DirectoryHandle parent, byte[] name) {
        MessageDigest digest = digests.computeIfAbsent(
                kind.algorithm(), named -> Digests.named(named).orElseThrow());
        digest.reset();
        try (FileHandle file = parent.openFile(name)) {
            int length;
            do {
                buffer.clear();
                length = file.read(buffer);
                digest.update(buffer.flip());
                // Less than there is room for comes only at the end.
            } while (length == BUFFER_BYTES);
        }
        return Digests.hex(digest.digest());
    }

    /** The hash of the content of a file, in lower case. */
    String hash(ContentHash kind, RootDirectory root, BytePath path) {
        try (DirectoryHandle parent = root.parent(path)) {
            return hash(kind, parent, path.name());
        }
    }
}
