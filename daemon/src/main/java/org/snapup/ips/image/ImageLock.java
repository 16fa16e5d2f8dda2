package org.snapup.ips.image;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileHandle;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.CatalogWriter;

/**
 * The lock that pkg(1) takes on an image, on {@code var/pkg/lock}. While it is held exclusively the file says by whom:
 *
 * <pre>
 * process id
 * client name
 * host name
 * time, YYYYMMDDThhmmss.ffffffZ
 * </pre>
 *
 * A shared one keeps other tools from changing the image and changes nothing itself. Nobody waits for a lock.
 */
public final class ImageLock implements AutoCloseable {
    private static final String CLIENT = "snapup";

    private final @Nullable FileHandle file;
    private final boolean exclusive;

    private ImageLock(@Nullable FileHandle file, boolean exclusive) {
        this.file = file;
        this.exclusive = exclusive;
    }

    /**
     * Keeps others from changing an image, without writing into it. Where the image has no lock file yet, nobody has
     * ever changed it, and there is nothing to hold.
     *
     * @throws IpsException LOCKED, naming who changes it
     */
    public static ImageLock shared(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.requireImage(files, root);
            try (DirectoryHandle directory = files.root().parent(ImageLayout.LOCK)) {
                FileHandle file = directory.openFile(ImageLayout.LOCK.name());
                return take(file, true, root);
            } catch (ErrnoException e) {
                if (e.is(Errno.ENOENT)) {
                    return new ImageLock(null, false);
                }
                throw cannotLock(root, e);
            }
        }
    }

    /**
     * Takes an image for changing it.
     *
     * @throws IpsException LOCKED, naming who holds it
     */
    public static ImageLock exclusive(ImageFiles files, Path root) {
        try (DirectoryHandle directory = files.root().parent(ImageLayout.LOCK)) {
            FileHandle file = directory.openOrCreate(ImageLayout.LOCK.name(), 0755);
            ImageLock lock = take(file, false, root);
            lock.sign(holder());
            return lock;
        } catch (ErrnoException e) {
            throw cannotLock(root, e);
        }
    }

    private static IpsException cannotLock(Path root, ErrnoException e) {
        return new IpsException(IpsException.Kind.IO, "can't lock the image " + root + ": " + e.getMessage(), e);
    }

    private static ImageLock take(FileHandle file, boolean shared, Path root) {
        try {
            if (file.tryLock(shared)) {
                return new ImageLock(file, !shared);
            }
            throw new IpsException(
                    IpsException.Kind.LOCKED,
                    "the image " + root + " is being changed" + describeHolder(file) + ": try again when that is done");
        } catch (ErrnoException | IpsException e) {
            file.close();
            throw e;
        }
    }

    private static String describeHolder(FileHandle file) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
        file.read(buffer);
        byte[] text = new byte[buffer.flip().remaining()];
        buffer.get(text);
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        int holder = file.lockHolder();
        if (lines.size() >= 4) {
            return " by " + lines.get(1) + " (process " + lines.get(0) + " on " + lines.get(2) + ", since "
                    + lines.get(3) + ")";
        }
        return holder > 0 ? " by process " + holder : "";
    }

    private static String holder() {
        return ProcessHandle.current().pid() + "\n" + CLIENT + "\n" + hostName() + "\n"
                + CatalogWriter.time(Instant.now()) + "\n";
    }

    private static String hostName() {
        return Optional.ofNullable(System.getenv("HOSTNAME")).orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        });
    }

    private void sign(String text) {
        FileHandle handle = file;
        if (handle == null) {
            return;
        }
        handle.truncate(0);
        byte[] bytes = BytePath.encode(text);
        handle.write(
                ByteBuffer.allocateDirect(Math.max(1, bytes.length)).put(bytes).flip());
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try (file) {
            if (exclusive) {
                file.truncate(0);
            }
        }
    }
}
