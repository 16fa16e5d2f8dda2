package org.snapup.ffi;

import jnr.ffi.Pointer;

/**
 * Everything that differs between operating systems: values of constants, numbers of calls, layouts of structures. One
 * implementation a system, and nothing outside knows any of it.
 */
interface Platform {
    int atCurrentDirectory();

    int atSymlinkNoFollow();

    int atRemoveDirectory();

    int openReadOnly();

    int openWriteOnly();

    int openReadWrite();

    int openCreate();

    int openExclusive();

    int openTruncate();

    int openNoFollow();

    int openDirectory();

    int openCloseOnExec();

    int openNonBlocking();

    /** The whence of lseek for the next byte that isn't in a hole. */
    int seekData();

    /** The whence of lseek for the next hole. */
    int seekHole();

    Errno errno(int number);

    /** One call without following a link at the end; {@code path} may be empty where {@code fd} itself is meant. */
    FileStat stat(LibC libc, int fd, byte[] path) throws CallFailed;

    /** The name in a directory entry that {@code readdir} returned. */
    byte[] entryName(Pointer entry);

    /**
     * Opens a path as chroot would see it, in one call of the kernel.
     *
     * @return the descriptor, -1 with errno set, or {@link #UNSUPPORTED} where the kernel can't
     */
    int openInRoot(LibC libc, int root, byte[] path, int flags);

    /** Swaps two names in one step; -1 with errno set, or {@link #UNSUPPORTED}. */
    int exchange(LibC libc, int fromDirectory, byte[] from, int toDirectory, byte[] to);

    /** Shares the blocks of {@code source} with {@code target}; -1 with errno set, or {@link #UNSUPPORTED}. */
    int shareBlocks(LibC libc, int target, int source);

    /** Flushes the filesystem of {@code fd}; -1 with errno set, or {@link #UNSUPPORTED}. */
    int syncFilesystem(LibC libc, int fd);

    /** Whether the effective user may make names in a directory. */
    boolean mayWrite(LibC libc, int directory);

    /** Takes or drops a lock over the whole file without waiting; -1 with errno set. */
    int lock(LibC libc, int fd, LockType type);

    /** Who holds a lock that conflicts with an exclusive one: its process id, 0 if unknown, -1 if nobody. */
    int lockHolder(LibC libc, int fd);

    /** A path that names an entry of an open directory to calls that take no descriptor, without a race. */
    byte[] anchoredPath(int directory, byte[] name);

    int UNSUPPORTED = -2;

    /** The kinds of lock. */
    enum LockType {
        SHARED,
        EXCLUSIVE,
        NONE
    }

    /** A call returned -1; errno says why. */
    final class CallFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CallFailed() {
            super(null, null, false, false);
        }
    }

    /** The one for the system this runs on. */
    static Platform current() {
        String name = System.getProperty("os.name", "");
        if (name.equals("Linux")) {
            return new LinuxPlatform();
        }
        throw new UnsupportedOperationException("snapup has no description of the system calls of " + name
                + ": it needs a Platform for it in org.snapup.ffi");
    }
}
