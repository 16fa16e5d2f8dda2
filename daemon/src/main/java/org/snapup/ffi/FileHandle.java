package org.snapup.ffi;

import static org.snapup.ffi.Posix.LIBC;
import static org.snapup.ffi.Posix.PLATFORM;
import static org.snapup.ffi.Posix.check;

import java.nio.ByteBuffer;

/** An open file. Not for several threads at once. */
public final class FileHandle implements AutoCloseable {
    private static final byte[] ITSELF = {0};
    private static final int COPY_BUFFER_BYTES = 256 * 1024;

    private final byte[] name;
    private int fd;

    FileHandle(int fd, byte[] name) {
        this.fd = fd;
        this.name = name;
    }

    /** The descriptor, for calls that this class doesn't have. It stays this object's. */
    public int descriptor() {
        if (fd < 0) {
            throw new IllegalStateException("already closed");
        }
        return fd;
    }

    /**
     * Reads what is there, at most what the buffer has room for.
     *
     * @param buffer a direct one; its position moves
     * @return bytes read; -1 at the end
     */
    public int read(ByteBuffer buffer) {
        long count;
        do {
            count = LIBC.read(descriptor(), buffer.slice(), buffer.remaining());
        } while (Posix.interrupted(count, "read", name));
        buffer.position(buffer.position() + (int) count);
        return count == 0 ? -1 : (int) count;
    }

    /** Writes all that remains in a direct buffer. */
    public void write(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            long count = LIBC.write(descriptor(), buffer.slice(), buffer.remaining());
            if (!Posix.interrupted(count, "write", name)) {
                buffer.position(buffer.position() + (int) count);
            }
        }
    }

    /**
     * Makes this file's content the same as that of {@code source} by sharing blocks.
     *
     * @return false where the filesystem can't; nothing has changed then
     */
    public boolean shareFrom(FileHandle source) {
        int shared = PLATFORM.shareBlocks(LIBC, descriptor(), source.descriptor());
        if (shared == -1) {
            throw Posix.failure("share blocks with", name);
        }
        return shared == 0;
    }

    /** Appends everything that {@code source} still has, by sharing blocks where the filesystem can. */
    public void copyFrom(FileHandle source) {
        if (shareFrom(source)) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BUFFER_BYTES);
        while (source.read(buffer) >= 0) {
            write(buffer.flip());
            buffer.clear();
        }
    }

    /** Moves to a place, in bytes from the beginning. */
    public void seek(long offset) {
        Posix.checkLong("lseek", name, () -> LIBC.lseek(descriptor(), offset, 0));
    }

    /** Moves to the first byte from {@code offset} on that isn't in a hole, and gives its place; -1 if there is none. */
    public long seekData(long offset) {
        try {
            return Posix.checkLong("lseek", name, () -> LIBC.lseek(descriptor(), offset, PLATFORM.seekData()));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENXIO)) {
                return -1;
            }
            throw e;
        }
    }

    /** Moves to the first hole from {@code offset} on, and gives its place; the end counts as one. */
    public long seekHole(long offset) {
        return Posix.checkLong("lseek", name, () -> LIBC.lseek(descriptor(), offset, PLATFORM.seekHole()));
    }

    /** Cuts or extends to a size in bytes. */
    public void truncate(long size) {
        check("ftruncate", name, () -> LIBC.ftruncate(descriptor(), size));
    }

    public FileStat stat() {
        return Posix.stat(descriptor(), ITSELF);
    }

    /** Changes owner and group; -1 leaves one as it is. */
    public void chown(int uid, int gid) {
        check("fchown", name, () -> LIBC.fchown(descriptor(), uid, gid));
    }

    /** Sets the lower 12 bits of the mode. */
    public void chmod(int permissions) {
        check("fchmod", name, () -> LIBC.fchmod(descriptor(), permissions));
    }

    /** Sets the times of last access and modification. */
    public void setTimes(long seconds, int nanos) {
        check("futimens", name, () -> LIBC.futimens(descriptor(), new long[] {seconds, nanos, seconds, nanos}));
    }

    /** Waits until content and attributes are on stable storage. */
    public void sync() {
        check("fsync", name, () -> LIBC.fsync(descriptor()));
    }

    /** Its extended attributes. */
    public ExtendedAttributes attributes() {
        return ExtendedAttributes.of(descriptor());
    }

    /**
     * Takes a lock over the whole file without waiting. It conflicts with the fcntl locks of other programs and lasts
     * until this handle is closed.
     *
     * @return whether it was got
     */
    public boolean tryLock(boolean shared) {
        Platform.LockType type = shared ? Platform.LockType.SHARED : Platform.LockType.EXCLUSIVE;
        if (PLATFORM.lock(LIBC, descriptor(), type) == 0) {
            return true;
        }
        ErrnoException failure = Posix.failure("lock", name);
        if (failure.is(Errno.EAGAIN, Errno.EACCES)) {
            return false;
        }
        throw failure;
    }

    /** The process that holds a conflicting lock: 0 where the kernel doesn't say which, -1 if there is none. */
    public int lockHolder() {
        return PLATFORM.lockHolder(LIBC, descriptor());
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Posix.close(fd);
            fd = -1;
        }
    }
}
