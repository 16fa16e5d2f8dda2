package org.snapup.daemon.server.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * The socket's name in the filesystem. Clients see it only when it is listening and world-connectable: it is bound
 * under a temporary name beside it and renamed. A name that somebody listens on is never taken.
 */
public final class SocketFile implements AutoCloseable {
    /** The shortest sun_path of the supported systems has 104 bytes, and a NUL ends it. */
    private static final int LONGEST = 103;

    private static final String TEMPORARY = ".snapup~";

    private final Path path;
    private @Nullable Object fileKey;

    private SocketFile(Path path) {
        this.path = path;
    }

    /**
     * Makes sure that the name is free to take, and its folder there.
     *
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} for a path that no socket can have; {@link
     *     ErrorCode#STATE_REFUSED} when somebody listens there
     */
    public static SocketFile claim(Path socket) {
        Path path = socket.toAbsolutePath().normalize();
        SocketFile file = new SocketFile(path);
        int longest = Math.max(bytes(path), bytes(file.temporary()));
        if (longest > LONGEST) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    path.toString(),
                    "the socket's path '" + path + "' needs " + longest + " bytes, and a socket's path has at most "
                            + LONGEST + ": choose a shorter 'socket' in the configuration",
                    null);
        }
        try {
            Path folder = path.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            refuseIfTaken(path);
            Files.deleteIfExists(file.temporary());
        } catch (IOException e) {
            throw failed("prepare", path, e);
        }
        return file;
    }

    /** Where to bind. */
    public Path temporary() {
        return path.resolveSibling(TEMPORARY);
    }

    /** Lets clients in: the bound socket gets its mode and its name. */
    public void publish() {
        try {
            Files.setPosixFilePermissions(temporary(), PosixFilePermissions.fromString("rw-rw-rw-"));
            fileKey = key(temporary());
            Files.move(temporary(), path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("publish", path, e);
        }
    }

    /** Removes the name, if it is still this socket's. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary());
            if (fileKey != null
                    && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && Objects.equals(fileKey, key(path))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed("remove", path, e);
        }
    }

    private static void refuseIfTaken(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    path.toString(),
                    "'" + path + "' is there and is no socket: move it away, or choose another 'socket' in the"
                            + " configuration",
                    null);
        }
        if (isLive(path)) {
            throw new SnapupException(
                    ErrorCode.STATE_REFUSED,
                    path.toString(),
                    "somebody listens on '" + path + "' already: stop that snapupd first",
                    null);
        }
    }

    private static boolean isLive(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Not blocking: a listener whose backlog is full is alive, too.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static SnapupException failed(String what, Path path, IOException e) {
        return new SnapupException(
                ErrorCode.STATE_REFUSED,
                path.toString(),
                "could not " + what + " the socket '" + path + "': " + e.getMessage(),
                e);
    }
}
