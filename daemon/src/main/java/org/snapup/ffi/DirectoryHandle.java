package org.snapup.ffi;

import static org.snapup.ffi.Posix.LIBC;
import static org.snapup.ffi.Posix.PLATFORM;
import static org.snapup.ffi.Posix.check;
import static org.snapup.ffi.Posix.terminatedName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * An open directory and the operations on the names in it. A name is one component; a symbolic link in its place is
 * never followed. Several holders may share one: {@link #retain} and {@link #close} count, and the last close closes.
 * Safe for several threads.
 */
public final class DirectoryHandle implements AutoCloseable {
    private static final byte[] ITSELF = {0};
    private static final byte[] DOT = {'.', 0};

    private final int fd;
    private volatile int holders = 1;

    DirectoryHandle(int fd) {
        this.fd = fd;
    }

    /** One more holder, who must close it too. */
    public synchronized DirectoryHandle retain() {
        descriptor();
        holders++;
        return this;
    }

    /** The descriptor, for calls that this class doesn't have. It stays this object's. */
    public int descriptor() {
        if (holders <= 0) {
            throw new IllegalStateException("already closed");
        }
        return fd;
    }

    /** The directory itself. */
    public FileStat stat() {
        return Posix.stat(descriptor(), ITSELF);
    }

    /**
     * What is under a name.
     *
     * @throws ErrnoException ENOENT if nothing is
     */
    public FileStat stat(byte[] name) {
        return Posix.stat(descriptor(), terminatedName(name));
    }

    /** What is under a name, if anything. */
    public Optional<FileStat> find(byte[] name) {
        try {
            return Optional.of(stat(name));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The names in the directory without {@code .} and {@code ..}, in no order. */
    public List<byte[]> list() {
        int own = Posix.open(descriptor(), DOT, PLATFORM.openReadOnly() | PLATFORM.openDirectory(), 0);
        Pointer stream = LIBC.fdopendir(own);
        if (stream == null) {
            ErrnoException failure = Posix.failure("fdopendir", DOT);
            Posix.close(own);
            throw failure;
        }
        try {
            List<byte[]> names = new ArrayList<>();
            for (Pointer entry = LIBC.readdir(stream); entry != null; entry = LIBC.readdir(stream)) {
                byte[] name = PLATFORM.entryName(entry);
                if (!isDots(name)) {
                    names.add(name);
                }
            }
            return names;
        } finally {
            LIBC.closedir(stream);
        }
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    /** Opens a directory below. */
    public DirectoryHandle openDirectory(byte[] name) {
        int flags = PLATFORM.openReadOnly() | PLATFORM.openDirectory() | PLATFORM.openNoFollow();
        return new DirectoryHandle(Posix.open(descriptor(), terminatedName(name), flags, 0));
    }

    /** Opens a file for reading. */
    public FileHandle openFile(byte[] name) {
        // Non-blocking: opening a FIFO must not wait for its writer.
        return open(name, PLATFORM.openReadOnly() | PLATFORM.openNonBlocking(), 0);
    }

    /** Opens an existing file for reading and writing. */
    public FileHandle openForUpdate(byte[] name) {
        return open(name, PLATFORM.openReadWrite() | PLATFORM.openNonBlocking(), 0);
    }

    /** Opens a file for reading and writing, and makes it if there is none. */
    public FileHandle openOrCreate(byte[] name, int permissions) {
        return open(name, PLATFORM.openReadWrite() | PLATFORM.openNonBlocking() | PLATFORM.openCreate(), permissions);
    }

    /**
     * Makes a new file, open for writing.
     *
     * @param permissions before the umask
     * @throws ErrnoException EEXIST if the name is taken
     */
    public FileHandle createFile(byte[] name, int permissions) {
        return open(name, PLATFORM.openWriteOnly() | PLATFORM.openCreate() | PLATFORM.openExclusive(), permissions);
    }

    private FileHandle open(byte[] name, int flags, int permissions) {
        byte[] terminated = terminatedName(name);
        return new FileHandle(
                Posix.open(descriptor(), terminated, flags | PLATFORM.openNoFollow(), permissions), terminated);
    }

    /** Makes a directory; {@code permissions} before the umask. */
    public void makeDirectory(byte[] name, int permissions) {
        byte[] terminated = terminatedName(name);
        check("mkdirat", terminated, () -> LIBC.mkdirat(descriptor(), terminated, permissions));
    }

    /** Makes a device file, FIFO or socket like the one that {@code like} describes; needs privileges for devices. */
    public void makeNode(byte[] name, FileStat like) {
        byte[] terminated = terminatedName(name);
        int mode = like.type().bits() | like.permissions();
        check("mknodat", terminated, () -> LIBC.mknodat(descriptor(), terminated, mode, like.rdev()));
    }

    /** Removes a name that isn't a directory. */
    public void unlink(byte[] name) {
        byte[] terminated = terminatedName(name);
        check("unlinkat", terminated, () -> LIBC.unlinkat(descriptor(), terminated, 0));
    }

    /** Removes an empty directory. */
    public void removeDirectory(byte[] name) {
        byte[] terminated = terminatedName(name);
        check("rmdir", terminated, () -> LIBC.unlinkat(descriptor(), terminated, PLATFORM.atRemoveDirectory()));
    }

    /** Renames, replacing what has the new name. */
    public void rename(byte[] from, DirectoryHandle toDirectory, byte[] to) {
        byte[] source = terminatedName(from);
        byte[] target = terminatedName(to);
        check("renameat", source, () -> LIBC.renameat(descriptor(), source, toDirectory.descriptor(), target));
    }

    /**
     * Swaps two names in one step.
     *
     * @return false where the filesystem or the kernel can't; nothing has changed then
     */
    public boolean exchange(byte[] name, DirectoryHandle otherDirectory, byte[] other) {
        byte[] first = terminatedName(name);
        int result = PLATFORM.exchange(LIBC, descriptor(), first, otherDirectory.descriptor(), terminatedName(other));
        if (result == -1) {
            throw Posix.failure("exchange", first);
        }
        return result == 0;
    }

    /** Makes a symbolic link; the target is any bytes without NUL. */
    public void symlink(byte[] target, byte[] name) {
        byte[] terminated = terminatedName(name);
        byte[] content = Posix.terminated(target);
        check("symlinkat", terminated, () -> LIBC.symlinkat(content, descriptor(), terminated));
    }

    /** The target of a symbolic link. */
    public byte[] readLink(byte[] name) {
        return Posix.readLink(descriptor(), terminatedName(name));
    }

    /** Gives a file, which may be a symbolic link, one more name. */
    public void link(byte[] from, DirectoryHandle toDirectory, byte[] to) {
        byte[] source = terminatedName(from);
        byte[] target = terminatedName(to);
        check("linkat", target, () -> LIBC.linkat(descriptor(), source, toDirectory.descriptor(), target, 0));
    }

    /** Changes owner and group of what has the name; -1 leaves one as it is. */
    public void chown(byte[] name, int uid, int gid) {
        byte[] terminated = terminatedName(name);
        check(
                "fchownat",
                terminated,
                () -> LIBC.fchownat(descriptor(), terminated, uid, gid, PLATFORM.atSymlinkNoFollow()));
    }

    /**
     * Sets the lower 12 bits of the mode.
     *
     * @throws ErrnoException ENOTSUP for a symbolic link
     */
    public void chmod(byte[] name, int permissions) {
        byte[] terminated = terminatedName(name);
        check(
                "fchmodat",
                terminated,
                () -> LIBC.fchmodat(descriptor(), terminated, permissions, PLATFORM.atSymlinkNoFollow()));
    }

    /** Sets the times of last access and modification of what has the name. */
    public void setTimes(byte[] name, long seconds, int nanos) {
        byte[] terminated = terminatedName(name);
        check(
                "utimensat",
                terminated,
                () -> LIBC.utimensat(
                        descriptor(),
                        terminated,
                        new long[] {seconds, nanos, seconds, nanos},
                        PLATFORM.atSymlinkNoFollow()));
    }

    /** The extended attributes of what has the name. */
    public ExtendedAttributes attributes(byte[] name) {
        return ExtendedAttributes.of(descriptor(), terminatedName(name));
    }

    /** The extended attributes of the directory itself. */
    public ExtendedAttributes attributes() {
        return ExtendedAttributes.of(descriptor());
    }

    /** Changes owner and group of the directory itself; -1 leaves one as it is. */
    public void chown(int uid, int gid) {
        check("fchown", DOT, () -> LIBC.fchown(descriptor(), uid, gid));
    }

    /** Sets the lower 12 bits of the mode of the directory itself. */
    public void chmod(int permissions) {
        check("fchmod", DOT, () -> LIBC.fchmod(descriptor(), permissions));
    }

    /** Sets the times of the directory itself. */
    public void setTimes(long seconds, int nanos) {
        check("futimens", DOT, () -> LIBC.futimens(descriptor(), new long[] {seconds, nanos, seconds, nanos}));
    }

    /** Waits until the names in the directory are on stable storage. */
    public void sync() {
        check("fsync", DOT, () -> LIBC.fsync(descriptor()));
    }

    /**
     * Waits until everything on this directory's filesystem is on stable storage.
     *
     * @return false where the system has no such call
     */
    public boolean syncFilesystem() {
        int result = PLATFORM.syncFilesystem(LIBC, descriptor());
        if (result == -1) {
            throw Posix.failure("syncfs", DOT);
        }
        return result == 0;
    }

    /** Whether names could be made in it: it isn't on a read-only filesystem, and permissions allow it. */
    public boolean isWritable() {
        return PLATFORM.mayWrite(LIBC, descriptor());
    }

    /** Whether two handles are of the same directory. */
    public boolean isSameAs(DirectoryHandle other) {
        return stat().sameFile(other.stat());
    }

    @Override
    public synchronized void close() {
        if (holders > 0 && --holders == 0) {
            Posix.close(fd);
        }
    }
}
