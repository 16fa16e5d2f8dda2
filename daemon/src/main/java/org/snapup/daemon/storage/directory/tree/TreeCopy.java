package org.snapup.daemon.storage.directory.tree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.snapup.daemon.storage.directory.tree.Slices.Slice;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Copies one directory into an empty one: content (shared where the filesystem can), owners, modes, times, extended
 * attributes, hard links, special files, names of any bytes. Never leaves either, never follows a link, stops at mount
 * points, which become empty directories. What disappears while it is copied is left out.
 *
 * <p>Several threads take {@link Slices} of directories from one stack ({@link SliceCopy}); links to a file that another
 * thread copies, and the attributes of directories, come at the end ({@link Remainder}).
 */
public final class TreeCopy {
    private static final int THREADS =
            Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private final Path source;
    private final Path target;
    private final boolean privileged;
    private final CrashPoint crash;
    private final Slices slices;
    private final Remainder remainder = new Remainder();
    private final AtomicLong copiedBytes = new AtomicLong();

    /**
     * @param target an existing, empty directory; it gets the attributes of the source
     * @param privileged whether owners and device files can be made
     */
    public TreeCopy(Path source, Path target, boolean privileged, CrashPoint crash) {
        this.source = source;
        this.target = target;
        this.privileged = privileged;
        this.crash = crash;
        this.slices = new Slices(source);
    }

    /**
     * Copies, and waits until the copy is on stable storage.
     *
     * @return bytes of content that aren't shared with the source
     * @throws UnreadableEntry naming the file
     * @throws SnapupException {@code STORAGE_FAILED} naming the file that the daemon's user may not copy
     * @throws ErrnoException when source or target can't be opened
     */
    public long run() {
        slices.put(new Slice(BytePath.ROOT, null));
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < THREADS; i++) {
            Thread thread = new Thread(this::work, "snapup-copy-" + i);
            thread.setDaemon(true);
            thread.start();
            others.add(thread);
        }
        work();
        others.forEach(TreeCopy::join);
        slices.rethrow();
        finish();
        return copiedBytes.get();
    }

    private void work() {
        EntryCopy entries = new EntryCopy(privileged);
        try (RootDirectory from = RootDirectory.open(source);
                RootDirectory to = RootDirectory.open(target)) {
            new SliceCopy(from, to, entries, slices, remainder, crash).run();
        } catch (Throwable t) {
            slices.fail(t);
        } finally {
            copiedBytes.addAndGet(entries.copiedBytes());
        }
    }

    private void finish() {
        EntryCopy entries = new EntryCopy(privileged);
        try (RootDirectory from = RootDirectory.open(source);
                RootDirectory to = RootDirectory.open(target)) {
            remainder.finish(from, to, entries, crash);
            crash.before("sync the copy");
            if (!to.handle().syncFilesystem()) {
                throw new SnapupException(
                        ErrorCode.BE_UNSUPPORTED,
                        "this system has no call that puts a copied tree on stable storage as a whole; the directory"
                                + " backend needs one");
            }
        }
        copiedBytes.addAndGet(entries.copiedBytes());
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
}
