package org.snapup.daemon.storage.directory.tree;

import org.snapup.ffi.BytePath;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** A file that couldn't be copied, named by its path in the tree. */
public final class UnreadableEntry extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrnoException errno;

    private UnreadableEntry(BytePath path, ErrnoException errno) {
        super("'" + path + "': " + errno.getMessage(), errno);
        this.errno = errno;
    }

    /** What the system said. */
    public ErrnoException errno() {
        return errno;
    }

    /** The same failure, with the path in it, and with what to do where that is known. */
    static RuntimeException explain(BytePath path, ErrnoException cause) {
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
}
