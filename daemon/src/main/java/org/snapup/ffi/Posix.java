package org.snapup.ffi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;

/** The C library and the platform of this process, and the checking of what the calls return. Stateless. */
final class Posix {
    static final LibC LIBC =
            LibraryLoader.create(LibC.class).option(LibraryOption.LoadNow, true).load("c");
    static final Platform PLATFORM = Platform.current();

    /** Enough for a symbolic link's target on every supported system. */
    private static final int PATH_MAX = 4096;

    private Posix() {}

    /** The bytes with the NUL that C wants behind them. */
    static byte[] terminated(byte[] name) {
        return Arrays.copyOf(name, name.length + 1);
    }

    /** One component of a path for C. */
    static byte[] terminatedName(byte[] name) {
        BytePath.checkName(name);
        return terminated(name);
    }

    /** Runs a call until it isn't interrupted; throws what it failed with. */
    static int check(String call, byte[] subject, IntSupplier action) {
        int result;
        do {
            result = action.getAsInt();
        } while (interrupted(result, call, subject));
        return result;
    }

    static long checkLong(String call, byte[] subject, LongSupplier action) {
        long result;
        do {
            result = action.getAsLong();
        } while (interrupted(result, call, subject));
        return result;
    }

    /**
     * Whether the call that gave this result has to be made again; throws if it failed. For those that are made for each of
     * tens of thousands of files; the others use {@link #check}.
     */
    static boolean interrupted(long result, String call, byte[] subject) {
        if (result != -1) {
            return false;
        }
        int number = lastErrno();
        if (PLATFORM.errno(number) != Errno.EINTR) {
            throw failure(call, subject, number);
        }
        return true;
    }

    static ErrnoException failure(String call, byte[] subject) {
        return failure(call, subject, lastErrno());
    }

    private static ErrnoException failure(String call, byte[] subject, int number) {
        String name = new String(subject, StandardCharsets.UTF_8).replace("\0", "");
        return new ErrnoException(call, name.isEmpty() ? "." : name, PLATFORM.errno(number), number);
    }

    static int open(int directory, byte[] terminated, int flags, int mode) {
        int fd;
        do {
            fd = LIBC.openat(directory, terminated, flags | PLATFORM.openCloseOnExec(), mode);
        } while (interrupted(fd, "openat", terminated));
        return fd;
    }

    static FileStat stat(int fd, byte[] terminated) {
        while (true) {
            try {
                return PLATFORM.stat(LIBC, fd, terminated);
            } catch (Platform.CallFailed e) {
                int number = lastErrno();
                if (PLATFORM.errno(number) != Errno.EINTR) {
                    throw failure("stat", terminated, number);
                }
            }
        }
    }

    static byte[] readLink(int directory, byte[] terminated) {
        byte[] target = new byte[PATH_MAX];
        long length = checkLong(
                "readlinkat", terminated, () -> LIBC.readlinkat(directory, terminated, target, target.length));
        return Arrays.copyOf(target, (int) length);
    }

    static void close(int fd) {
        // EINTR included, the descriptor is gone after close: a repeat could close somebody else's.
        LIBC.close(fd);
    }

    private static int lastErrno() {
        return LastError.getLastError(Runtime.getSystemRuntime());
    }
}
