package org.snapup.daemon.storage.directory;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.FileType;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Copies one directory into an empty one: content (shared where the filesystem can), owners, modes, times, extended
 * attributes, hard links, special files, names of any bytes. Never leaves either, never follows a link, stops at mount
 * points, which become empty directories. What disappears while it is copied is left out.
 *
 * <p>Several threads take slices of directories from one stack; links to a file that another thread copies, and the
 * attributes of directories, come at the end.
 */
final class TreeCopy {
    private static final int SLICE_NAMES = 256;
    private static final int THREADS =
            Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));

    /** Some of a directory's names; null: all of them, not yet listed. */
    private record Slice(BytePath directory, @Nullable List<byte[]> names) {}

    private record Identity(long device, long inode) {}

    private record Link(BytePath first, BytePath second, FileStat stat) {}

    private record MadeDirectory(BytePath path, FileStat stat) {}

    private final Path source;
    private final Path target;
    private final boolean privileged;
    private final CrashPoint crash;
    private final Deque<Slice> waiting = new ArrayDeque<>();
    private final Map<Identity, BytePath> firstNames = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final List<MadeDirectory> directories = new ArrayList<>();
    private int working;
    private long copiedBytes;
    private @Nullable Throwable failure;

    /**
     * @param target an existing, empty directory; it gets the attributes of the source
     * @param privileged whether owners and device files can be made
     */
    TreeCopy(Path source, Path target, boolean privileged, CrashPoint crash) {
        this.source = source;
        this.target = target;
        this.privileged = privileged;
        this.crash = crash;
    }

    /**
     * Copies, and waits until the copy is on stable storage.
     *
     * @return bytes of content that aren't shared with the source
     * @throws ErrnoException naming the file
     */
    long run() {
        waiting.push(new Slice(BytePath.ROOT, null));
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < THREADS; i++) {
            Thread thread = new Thread(this::work, "snapup-copy-" + i);
            thread.setDaemon(true);
            thread.start();
            others.add(thread);
        }
        work();
        others.forEach(TreeCopy::join);
        rethrow();
        finish();
        return copiedBytes;
    }

    private void work() {
        EntryCopy entries = new EntryCopy(privileged);
        try (RootDirectory from = RootDirectory.open(source);
                RootDirectory to = RootDirectory.open(target)) {
            long device = from.handle().stat().device();
            for (Slice slice = take(); slice != null; slice = take()) {
                copy(slice, from, to, device, entries);
                done();
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            add(entries.copiedBytes());
        }
    }

    private void copy(Slice slice, RootDirectory from, RootDirectory to, long device, EntryCopy entries) {
        crash.before("copy some of " + slice.directory());
        try (DirectoryHandle in = from.directory(slice.directory());
                DirectoryHandle out = to.directory(slice.directory())) {
            for (byte[] name : firstOf(slice, in)) {
                try {
                    copy(slice.directory().resolve(name), name, in, out, device, entries);
                } catch (ErrnoException e) {
                    if (!e.is(Errno.ENOENT) || in.find(name).isPresent()) {
                        throw explain(slice.directory().resolve(name), e);
                    }
                }
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) || from.find(slice.directory()).isPresent()) {
                throw explain(slice.directory(), e);
            }
        }
    }

    /** The names to copy now; what is too much for one turn goes back on the stack. */
    private List<byte[]> firstOf(Slice slice, DirectoryHandle in) {
        if (slice.names() != null) {
            return slice.names();
        }
        List<byte[]> names = in.list();
        for (int i = SLICE_NAMES; i < names.size(); i += SLICE_NAMES) {
            put(new Slice(slice.directory(), names.subList(i, Math.min(names.size(), i + SLICE_NAMES))));
        }
        return names.subList(0, Math.min(names.size(), SLICE_NAMES));
    }

    private void copy(
            BytePath path, byte[] name, DirectoryHandle in, DirectoryHandle out, long device, EntryCopy entries) {
        FileStat stat = in.stat(name);
        if (stat.isDirectory()) {
            out.makeDirectory(name, 0700);
            made(path, stat);
            if (stat.device() == device) {
                put(new Slice(path, null));
            }
        } else if (stat.links() == 1 || isFirst(path, stat)) {
            copyFile(name, in, out, stat, entries);
        }
    }

    private static void copyFile(
            byte[] name, DirectoryHandle in, DirectoryHandle out, FileStat stat, EntryCopy entries) {
        if (stat.isRegular()) {
            entries.file(in, out, name, stat);
        } else if (stat.isSymlink()) {
            entries.symlink(in, out, name, stat);
        } else if (stat.type() != FileType.OTHER) {
            entries.node(in, out, name, stat);
        }
    }

    private void finish() {
        EntryCopy entries = new EntryCopy(privileged);
        try (RootDirectory from = RootDirectory.open(source);
                RootDirectory to = RootDirectory.open(target)) {
            crash.before("make hard links");
            for (Link link : links) {
                try {
                    link(link, from, to, entries);
                } catch (ErrnoException e) {
                    throw explain(link.second(), e);
                }
            }
            crash.before("give directories their attributes");
            for (int i = directories.size() - 1; i >= 0; i--) {
                MadeDirectory made = directories.get(i);
                directory(made.path(), made.stat(), from, to, entries);
            }
            directory(BytePath.ROOT, from.handle().stat(), from, to, entries);
            crash.before("sync the copy");
            if (!to.handle().syncFilesystem()) {
                throw new SnapupException(
                        ErrorCode.BE_UNSUPPORTED,
                        "this system has no call that puts a copied tree on stable storage as a whole; the directory"
                                + " backend needs one");
            }
        }
        add(entries.copiedBytes());
    }

    private static void link(Link link, RootDirectory from, RootDirectory to, EntryCopy entries) {
        try (DirectoryHandle first = to.parent(link.first());
                DirectoryHandle second = to.parent(link.second())) {
            if (first.find(link.first().name()).isPresent()) {
                first.link(link.first().name(), second, link.second().name());
                return;
            }
            // The name that was to be copied had gone by then.
            try (DirectoryHandle in = from.parent(link.second())) {
                copyFile(link.second().name(), in, second, link.stat(), entries);
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) || from.find(link.second()).isPresent()) {
                throw e;
            }
        }
    }

    private static void directory(
            BytePath path, FileStat stat, RootDirectory from, RootDirectory to, EntryCopy entries) {
        try (DirectoryHandle in = from.directory(path);
                DirectoryHandle out = to.directory(path)) {
            entries.directory(in, out, stat);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                throw explain(path, e);
            }
        }
    }

    private static RuntimeException explain(BytePath path, ErrnoException cause) {
        if (cause.is(Errno.EACCES, Errno.EPERM)) {
            return new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    path.toString(),
                    "the daemon's user may not copy '" + path + "' (" + cause.getMessage()
                            + "): run snapupd as root, or make the file readable for its user",
                    cause);
        }
        return new UnreadableEntry(path, cause);
    }

    private synchronized @Nullable Slice take() {
        while (waiting.isEmpty() && working > 0 && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SnapupException(ErrorCode.INTERRUPTED, "the copy of " + source + " was interrupted", e);
            }
        }
        if (waiting.isEmpty() || failure != null) {
            return null;
        }
        working++;
        return waiting.pop();
    }

    private synchronized void put(Slice slice) {
        waiting.push(slice);
        notifyAll();
    }

    private synchronized void done() {
        working--;
        notifyAll();
    }

    private synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        } else if (failure != cause) {
            failure.addSuppressed(cause);
        }
        notifyAll();
    }

    private synchronized void made(BytePath path, FileStat stat) {
        directories.add(new MadeDirectory(path, stat));
    }

    private synchronized boolean isFirst(BytePath path, FileStat stat) {
        BytePath first = firstNames.putIfAbsent(new Identity(stat.device(), stat.inode()), path);
        if (first != null) {
            links.add(new Link(first, path, stat));
        }
        return first == null;
    }

    private synchronized void add(long bytes) {
        copiedBytes += bytes;
    }

    private synchronized void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(requireNonNull(failure));
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                // The copy must not go on behind the caller's back.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file that couldn't be copied, named by its path in the tree. */
    static final class UnreadableEntry extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ErrnoException errno;

        UnreadableEntry(BytePath path, ErrnoException errno) {
            super("'" + path + "': " + errno.getMessage(), errno);
            this.errno = errno;
        }

        ErrnoException errno() {
            return errno;
        }
    }
}
