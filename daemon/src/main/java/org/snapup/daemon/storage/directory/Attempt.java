package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.directory.tree.UnreadableEntry;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Turns what the system says when something fails into what the user can act on. */
final class Attempt {
    /** With less than this free, a failure is one of space, whatever words it comes with. */
    private static final long FULL_BYTES = 1 << 20;

    /** Something that may fail. */
    interface Action<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** Something that may fail and gives nothing back. */
    interface Change {
        void run() throws IOException;
    }

    private final Path root;

    Attempt(Path root) {
        this.root = root;
    }

    /** @param what goes on after "could not" */
    void change(String what, Change change) {
        look(what, () -> {
            change.run();
            return true;
        });
    }

    <T> T look(String what, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw failed(what, e, null);
        } catch (UncheckedIOException | DirectoryIteratorException e) {
            throw failed(what, e.getCause() == null ? e : e.getCause(), null);
        } catch (ErrnoException e) {
            throw failed(what, e, e.errno());
        } catch (UnreadableEntry e) {
            throw failed(what, e, e.errno().errno());
        }
    }

    private SnapupException failed(String what, Throwable cause, @Nullable Errno errno) {
        long free = freeBytes();
        boolean full = errno == Errno.ENOSPC || errno == Errno.EDQUOT || free < FULL_BYTES;
        if (full) {
            return new SnapupException(
                    ErrorCode.NO_SPACE,
                    root.toString(),
                    "could not " + what + ": the filesystem of " + root + " is full (" + (free >> 10)
                            + " KiB free; " + cause.getMessage()
                            + "). What was being written is removed; destroy a boot environment that isn't needed and"
                            + " repeat",
                    cause);
        }
        return new SnapupException(
                ErrorCode.STORAGE_FAILED,
                root.toString(),
                "could not " + what + " in " + root + ": " + cause + ". A repeat goes on from there; see to the"
                        + " cause first",
                cause);
    }

    private long freeBytes() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
