package org.snapup.ffi;

import static org.snapup.ffi.Posix.LIBC;
import static org.snapup.ffi.Posix.PLATFORM;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A directory that nothing done through it can leave: paths below it are looked up as a process confined to it would
 * see them, so that an absolute symbolic link, or one with {@code ..}, ends inside. Uses the kernel's own lookup where
 * it has one, and otherwise goes from directory to directory itself.
 *
 * <p>Directories that were opened stay open, the most recently used ones. Whoever renames or removes a directory
 * through another handle calls {@link #forget}. Safe for several threads.
 */
public final class RootDirectory implements AutoCloseable {
    private static final int CACHED_DIRECTORIES = 128;

    private final DirectoryHandle root;
    private final boolean kernelLookup;
    private final LinkedHashMap<BytePath, DirectoryHandle> open = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BytePath, DirectoryHandle> eldest) {
            if (size() <= CACHED_DIRECTORIES) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    };

    private RootDirectory(DirectoryHandle root, boolean kernelLookup) {
        this.root = root;
        this.kernelLookup = kernelLookup;
    }

    /**
     * Opens a root.
     *
     * @param path looked up once, now, as any path is; symbolic links in it are followed
     * @throws ErrnoException if it isn't a directory or may not be read
     */
    public static RootDirectory open(Path path) {
        return open(path, true);
    }

    /** As {@link #open(Path)}; without the kernel's lookup if asked, as on systems that have none. */
    static RootDirectory open(Path path, boolean kernelLookup) {
        byte[] name = Posix.terminated(path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        int flags = PLATFORM.openReadOnly() | PLATFORM.openDirectory();
        return new RootDirectory(
                new DirectoryHandle(Posix.open(PLATFORM.atCurrentDirectory(), name, flags, 0)), kernelLookup);
    }

    /** The root itself; stays this object's. */
    public DirectoryHandle handle() {
        return root;
    }

    /**
     * An open directory. The caller closes it; the descriptor may stay open for the next caller.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, or ELOOP after 40 symbolic links
     */
    public synchronized DirectoryHandle directory(BytePath path) {
        if (path.isRoot()) {
            return root.retain();
        }
        DirectoryHandle known = open.get(path);
        if (known == null) {
            known = lookUp(path);
            open.put(path, known);
        }
        return known.retain();
    }

    /** The directory that a path's last component is in. The caller closes it. */
    public DirectoryHandle parent(BytePath path) {
        return directory(path.parent());
    }

    private DirectoryHandle lookUp(BytePath path) {
        if (kernelLookup) {
            byte[] name = Posix.terminated(path.toBytes());
            int flags = PLATFORM.openReadOnly() | PLATFORM.openDirectory() | PLATFORM.openCloseOnExec();
            while (true) {
                int fd = PLATFORM.openInRoot(LIBC, root.descriptor(), name, flags);
                if (fd >= 0) {
                    return new DirectoryHandle(fd);
                }
                if (fd == Platform.UNSUPPORTED) {
                    break;
                }
                ErrnoException failure = Posix.failure("open", name);
                // EAGAIN: a rename elsewhere made the kernel unsure whether a ".." stayed inside.
                if (!failure.is(Errno.EAGAIN, Errno.EINTR)) {
                    throw failure;
                }
            }
        }
        return new ComponentWalk(root).open(path);
    }

    /** What a path names, not following a symbolic link at its end; empty too if a directory on the way is missing. */
    public Optional<FileStat> find(BytePath path) {
        if (path.isRoot()) {
            return Optional.of(root.stat());
        }
        try (DirectoryHandle parent = parent(path)) {
            return parent.find(path.name());
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes a directory and those above it that are missing.
     *
     * @param permissions of those that are made, before the umask
     */
    public void makeDirectories(BytePath path, int permissions) {
        if (path.isRoot()) {
            return;
        }
        try (DirectoryHandle existing = directory(path)) {
            existing.descriptor();
            return;
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        makeDirectories(path.parent(), permissions);
        try (DirectoryHandle parent = parent(path)) {
            parent.makeDirectory(path.name(), permissions);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /** Drops what is remembered about a directory and everything below it. */
    public synchronized void forget(BytePath path) {
        open.entrySet().removeIf(entry -> {
            boolean below = entry.getKey().startsWith(path);
            if (below) {
                entry.getValue().close();
            }
            return below;
        });
    }

    @Override
    public void close() {
        forget(BytePath.ROOT);
        root.close();
    }
}
