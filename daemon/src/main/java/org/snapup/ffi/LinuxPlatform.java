package org.snapup.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Linux with a 64-bit C library. Sources: the kernel's include/uapi, man pages openat2(2), statx(2), fcntl(2). */
final class LinuxPlatform implements Platform {
    private static final int ENOSYS = 38;
    private static final long SYS_OPENAT2 = 437;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int RESOLVE_NO_MAGICLINKS = 0x02;
    private static final int OPEN_HOW_SIZE = 24;
    private static final int RENAME_EXCHANGE = 2;
    private static final long FICLONE = 0x40049409L;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int FLOCK_SIZE = 32;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_SIZE = 256;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_EACCESS = 0x200;
    private static final int W_OK = 2;
    private static final int X_OK = 1;
    private static final int DIRENT_NAME = 19;

    /** The few open flags whose values depend on the processor. */
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private static final Map<Integer, Errno> ERRNOS = Map.ofEntries(
            Map.entry(1, Errno.EPERM),
            Map.entry(2, Errno.ENOENT),
            Map.entry(4, Errno.EINTR),
            Map.entry(5, Errno.EIO),
            Map.entry(6, Errno.ENXIO),
            Map.entry(11, Errno.EAGAIN),
            Map.entry(13, Errno.EACCES),
            Map.entry(16, Errno.EBUSY),
            Map.entry(17, Errno.EEXIST),
            Map.entry(18, Errno.EXDEV),
            Map.entry(20, Errno.ENOTDIR),
            Map.entry(21, Errno.EISDIR),
            Map.entry(22, Errno.EINVAL),
            Map.entry(24, Errno.EMFILE),
            Map.entry(25, Errno.ENOTTY),
            Map.entry(28, Errno.ENOSPC),
            Map.entry(30, Errno.EROFS),
            Map.entry(36, Errno.ENAMETOOLONG),
            Map.entry(ENOSYS, Errno.ENOSYS),
            Map.entry(39, Errno.ENOTEMPTY),
            Map.entry(40, Errno.ELOOP),
            Map.entry(61, Errno.ENODATA),
            Map.entry(95, Errno.ENOTSUP),
            Map.entry(122, Errno.EDQUOT));

    /** Set once the kernel, or a filter before it, has refused openat2. */
    private volatile boolean openat2Missing;

    @Override
    public int atCurrentDirectory() {
        return -100;
    }

    @Override
    public int atSymlinkNoFollow() {
        return 0x100;
    }

    @Override
    public int atRemoveDirectory() {
        return 0x200;
    }

    @Override
    public int openReadOnly() {
        return 0;
    }

    @Override
    public int openWriteOnly() {
        return 1;
    }

    @Override
    public int openReadWrite() {
        return 2;
    }

    @Override
    public int openCreate() {
        return 0x40;
    }

    @Override
    public int openExclusive() {
        return 0x80;
    }

    @Override
    public int openTruncate() {
        return 0x200;
    }

    @Override
    public int openNoFollow() {
        return ARM ? 0x8000 : 0x20000;
    }

    @Override
    public int openDirectory() {
        return ARM ? 0x4000 : 0x10000;
    }

    @Override
    public int openCloseOnExec() {
        return 0x80000;
    }

    @Override
    public int openNonBlocking() {
        return 0x800;
    }

    @Override
    public int seekData() {
        return 3;
    }

    @Override
    public int seekHole() {
        return 4;
    }

    @Override
    public Errno errno(int number) {
        return ERRNOS.getOrDefault(number, Errno.OTHER);
    }

    @Override
    public FileStat stat(LibC libc, int fd, byte[] path) throws CallFailed {
        byte[] buffer = new byte[STATX_SIZE];
        int flags = atSymlinkNoFollow() | (path.length == 1 ? AT_EMPTY_PATH : 0);
        if (libc.statx(fd, path, flags, STATX_BASIC_STATS, buffer) != 0) {
            throw new CallFailed();
        }
        ByteBuffer stat = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
        int mode = Short.toUnsignedInt(stat.getShort(28));
        long device = ((long) stat.getInt(136) << 32) | Integer.toUnsignedLong(stat.getInt(140));
        return new FileStat(
                FileType.of(mode),
                mode & 07777,
                stat.getInt(20),
                stat.getInt(24),
                stat.getLong(40),
                stat.getLong(32),
                device,
                stat.getInt(16),
                makeDevice(Integer.toUnsignedLong(stat.getInt(128)), Integer.toUnsignedLong(stat.getInt(132))),
                stat.getLong(112),
                stat.getInt(120));
    }

    /** glibc's {@code makedev}. */
    private static long makeDevice(long major, long minor) {
        return ((major & 0xfffff000L) << 32)
                | ((major & 0xfffL) << 8)
                | ((minor & 0xffffff00L) << 12)
                | (minor & 0xffL);
    }

    @Override
    public byte[] entryName(Pointer entry) {
        int length = entry.indexOf(DIRENT_NAME, (byte) 0);
        byte[] name = new byte[length];
        entry.get(DIRENT_NAME, name, 0, length);
        return name;
    }

    @Override
    public int openInRoot(LibC libc, int root, byte[] path, int flags) {
        if (openat2Missing) {
            return UNSUPPORTED;
        }
        byte[] how = new byte[OPEN_HOW_SIZE];
        ByteBuffer.wrap(how)
                .order(ByteOrder.nativeOrder())
                .putLong(flags)
                .putLong(0)
                .putLong(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
        int fd = (int) libc.syscall(SYS_OPENAT2, root, path, how, OPEN_HOW_SIZE);
        if (fd == -1) {
            // A container's filter answers EPERM for a call that it has never heard of; opening a directory
            // doesn't give EPERM otherwise.
            Errno why = errno(lastErrno());
            if (why == Errno.ENOSYS || why == Errno.EPERM) {
                openat2Missing = true;
                return UNSUPPORTED;
            }
        }
        return fd;
    }

    @Override
    public int exchange(LibC libc, int fromDirectory, byte[] from, int toDirectory, byte[] to) {
        int result = libc.renameat2(fromDirectory, from, toDirectory, to, RENAME_EXCHANGE);
        if (result != 0) {
            Errno why = errno(lastErrno());
            return why == Errno.EINVAL || why == Errno.ENOSYS ? UNSUPPORTED : -1;
        }
        return 0;
    }

    @Override
    public int shareBlocks(LibC libc, int target, int source) {
        int result = libc.ioctl(target, FICLONE, source);
        if (result != 0) {
            return switch (errno(lastErrno())) {
                case ENOTSUP, ENOTTY, EXDEV, EINVAL, ENOSYS -> UNSUPPORTED;
                default -> -1;
            };
        }
        return 0;
    }

    @Override
    public int syncFilesystem(LibC libc, int fd) {
        return libc.syncfs(fd);
    }

    @Override
    public boolean mayWrite(LibC libc, int directory) {
        return libc.faccessat(directory, new byte[] {'.', 0}, W_OK | X_OK, AT_EACCESS) == 0;
    }

    @Override
    public int lock(LibC libc, int fd, LockType type) {
        // Locks of the open file description: they conflict with the fcntl locks of other programs, and closing
        // another descriptor of the same file doesn't drop them.
        return libc.fcntl(fd, F_OFD_SETLK, flock(lockNumber(type)));
    }

    @Override
    public int lockHolder(LibC libc, int fd) {
        byte[] flock = flock(lockNumber(LockType.EXCLUSIVE));
        if (libc.fcntl(fd, F_OFD_GETLK, flock) != 0) {
            return 0;
        }
        ByteBuffer answer = ByteBuffer.wrap(flock).order(ByteOrder.nativeOrder());
        if (answer.getShort(0) == lockNumber(LockType.NONE)) {
            return -1;
        }
        return Math.max(0, answer.getInt(24));
    }

    private static short lockNumber(LockType type) {
        return switch (type) {
            case SHARED -> (short) 0;
            case EXCLUSIVE -> (short) 1;
            case NONE -> (short) 2;
        };
    }

    private static byte[] flock(short type) {
        byte[] flock = new byte[FLOCK_SIZE];
        ByteBuffer.wrap(flock).order(ByteOrder.nativeOrder()).putShort(0, type);
        return flock;
    }

    @Override
    public byte[] anchoredPath(int directory, byte[] name) {
        byte[] prefix = ("/proc/self/fd/" + directory + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] path = new byte[prefix.length + name.length];
        System.arraycopy(prefix, 0, path, 0, prefix.length);
        System.arraycopy(name, 0, path, prefix.length, name.length);
        return path;
    }

    private static int lastErrno() {
        return LastError.getLastError(Runtime.getSystemRuntime());
    }
}
