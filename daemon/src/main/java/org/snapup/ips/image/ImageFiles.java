package org.snapup.ips.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.IpsException;

/** Whole files beneath an image's root, read and replaced without ever leaving it. For any number of threads. */
public final class ImageFiles implements AutoCloseable {
    private static final int DIRECTORY_MODE = 0755;
    private static final long LARGEST = 1L << 30;
    private static final int USUAL = 64 << 10;

    /** Of each thread: most files are small, and making a direct buffer takes longer than reading one. */
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(USUAL));

    private static final String PREFIX = ".snapup-";

    /** The name of a file that is being written. */
    private static final Pattern TEMPORARY = Pattern.compile("\\.snapup-[0-9]+-[0-9]+");

    private final RootDirectory root;
    private final AtomicInteger temporaries = new AtomicInteger();

    private ImageFiles(RootDirectory root) {
        this.root = root;
    }

    /**
     * Opens a root.
     *
     * @throws IpsException NOT_FOUND if there is no such directory
     */
    public static ImageFiles open(Path root) {
        try {
            return new ImageFiles(RootDirectory.open(root));
        } catch (ErrnoException e) {
            boolean missing = e.is(Errno.ENOENT, Errno.ENOTDIR);
            throw new IpsException(
                    missing ? IpsException.Kind.NOT_FOUND : IpsException.Kind.IO,
                    "can't open the image root " + root + ": " + e.errno().text(),
                    e);
        }
    }

    /** The directory itself; stays this object's. */
    public RootDirectory root() {
        return root;
    }

    /**
     * The content of a file, if there is one; a symbolic link in its place is an error.
     *
     * @throws IpsException IO
     */
    public Optional<byte[]> read(BytePath path) {
        try (DirectoryHandle parent = root.parent(path);
                FileHandle file = parent.openFile(path.name())) {
            return Optional.of(content(file, path));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw new IpsException(IpsException.Kind.IO, "can't read " + path + " of the image: " + e.getMessage(), e);
        }
    }

    private static byte[] content(FileHandle file, BytePath path) {
        long size = file.stat().size();
        if (size > LARGEST) {
            throw IpsException.corrupt(path + " is far too large: " + size + " bytes");
        }
        ByteBuffer kept = BUFFER.get().clear();
        ByteBuffer buffer = size < kept.capacity() ? kept : ByteBuffer.allocateDirect((int) size + 1);
        while (file.read(buffer) > 0) {
            if (!buffer.hasRemaining()) {
                ByteBuffer larger = ByteBuffer.allocateDirect(buffer.capacity() * 2);
                buffer = larger.put(buffer.flip());
            }
        }
        byte[] content = new byte[buffer.flip().remaining()];
        buffer.get(content);
        return content;
    }

    /** The text of a file in UTF-8, if there is one. */
    public Optional<String> readText(BytePath path) {
        return read(path).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /** The content as a stream, if there is such a file. */
    public Optional<InputStream> open(BytePath path) {
        return read(path).map(ByteArrayInputStream::new);
    }

    /** Replaces a file in one step and makes the directories above it; not yet on stable storage. */
    public void write(BytePath path, byte[] content, int permissions) {
        root.makeDirectories(path.parent(), DIRECTORY_MODE);
        byte[] temporary =
                BytePath.encode(PREFIX + ProcessHandle.current().pid() + "-" + temporaries.getAndIncrement());
        try (DirectoryHandle parent = root.parent(path)) {
            try (FileHandle file = parent.createFile(temporary, permissions)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(content.length);
                file.write(buffer.put(content).flip());
                file.chmod(permissions);
            } catch (ErrnoException e) {
                parent.find(temporary).ifPresent(stat -> parent.unlink(temporary));
                throw e;
            }
            parent.rename(temporary, parent, path.name());
        }
    }

    /** Gives a file from elsewhere its place in one step, and makes the directories above it. */
    public void adopt(DirectoryHandle folder, byte[] name, BytePath path) {
        root.makeDirectories(path.parent(), DIRECTORY_MODE);
        try (DirectoryHandle parent = root.parent(path)) {
            folder.rename(name, parent, path.name());
        } catch (ErrnoException e) {
            if (!e.is(Errno.EXDEV)) {
                throw e;
            }
            try (FileHandle file = folder.openFile(name)) {
                write(path, content(file, path), file.stat().permissions());
            }
        }
    }

    public void writeText(BytePath path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8), 0644);
    }

    /** Replaces a file in one step, on stable storage when this returns; keeps permissions of 0644. */
    public void replaceDurably(BytePath path, String text) {
        writeText(path, text);
        try (DirectoryHandle parent = root.parent(path)) {
            try (FileHandle file = parent.openFile(path.name())) {
                file.sync();
            }
            parent.sync();
        }
    }

    /** The names in a directory; none if there is no such directory. */
    public List<byte[]> list(BytePath path) {
        try (DirectoryHandle directory = root.directory(path)) {
            return directory.list();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Removes a file or a directory with everything below it, if there is one. Links are removed, not followed. */
    public void delete(BytePath path) {
        root.forget(path);
        try (DirectoryHandle parent = root.parent(path)) {
            deleteIn(parent, path.name());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** Removes what {@link #write} was cut off in, right in a directory. For the holder of the image's exclusive lock. */
    public void deleteUnfinished(BytePath directory) {
        for (byte[] name : list(directory)) {
            if (TEMPORARY.matcher(new String(name, StandardCharsets.ISO_8859_1)).matches()) {
                delete(directory.resolve(name));
            }
        }
    }

    private static void deleteIn(DirectoryHandle parent, byte[] name) {
        var stat = parent.find(name);
        if (stat.isEmpty()) {
            return;
        }
        if (!stat.get().isDirectory()) {
            parent.unlink(name);
            return;
        }
        try (DirectoryHandle directory = parent.openDirectory(name)) {
            for (byte[] entry : directory.list()) {
                deleteIn(directory, entry);
            }
        }
        parent.removeDirectory(name);
    }

    @Override
    public void close() {
        root.close();
    }
}
