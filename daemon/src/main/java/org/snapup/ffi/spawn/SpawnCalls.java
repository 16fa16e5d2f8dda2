package org.snapup.ffi.spawn;

import static org.snapup.ffi.NativeFunction.CType.INT;
import static org.snapup.ffi.NativeFunction.CType.LONG;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.snapup.ffi.NativeFunction;
import org.snapup.ffi.NativeLibrary;

/** What is done with processes and pipes besides making them, with Linux' numbers and layouts. Safe on any thread. */
final class SpawnCalls {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int EINTR = 4;
    private static final int SIGCHLD = 17;
    private static final int SIGKILL = 9;
    private static final long DEFAULT_ACTION = 0;
    private static final long SYS_PIDFD_OPEN = 434;

    /** {@code struct pollfd}: int fd, short events, short revents. */
    private static final int POLLED_BYTES = 8;

    private static final int EVENTS = 4;
    private static final int RETURNED = 6;
    private static final short POLLIN = 1;
    private static final int MOST_POLLED = 3;

    private static final int SIGNAL_BITS = 0x7f;
    private static final int SIGNALLED = 128;

    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    /** Where a call of this thread puts what isn't its result. */
    private static final ThreadLocal<ByteBuffer> RESULTS = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(MOST_POLLED * POLLED_BYTES).order(ByteOrder.nativeOrder()));

    private final NativeLibrary library;
    private final NativeFunction open;
    private final NativeFunction pipe2;
    private final NativeFunction close;
    private final NativeFunction read;
    private final NativeFunction write;
    private final NativeFunction poll;
    private final NativeFunction waitpid;
    private final NativeFunction syscall;

    SpawnCalls(NativeLibrary library) {
        this.library = library;
        open = library.function("open", INT, LONG, INT);
        pipe2 = library.function("pipe2", INT, LONG, INT);
        close = library.function("close", INT, INT);
        read = library.function("read", LONG, INT, LONG, LONG);
        write = library.function("write", LONG, INT, LONG, LONG);
        poll = library.function("poll", INT, LONG, LONG, INT);
        waitpid = library.function("waitpid", INT, INT, LONG, INT);
        syscall = library.function("syscall", LONG, LONG, LONG, LONG);
    }

    /** A pipe's two ends, -1 for none. */
    record Pipe(int from, int to) {
        static final Pipe NONE = new Pipe(-1, -1);
    }

    Pipe pipe() throws IOException {
        ByteBuffer ends = RESULTS.get();
        if (pipe2.call(address(ends), CLOSE_ON_EXEC) != 0) {
            throw failure("pipe2");
        }
        return new Pipe(ends.getInt(0), ends.getInt(4));
    }

    /** Opens a file to be read, by its C string; -1 when that fails. */
    int open(long path) {
        return (int) open.call(path, CLOSE_ON_EXEC);
    }

    /** Closes those that aren't -1. */
    void close(int... fds) {
        for (int fd : fds) {
            if (fd >= 0) {
                close.call(fd);
            }
        }
    }

    /**
     * Reads into a direct buffer from its beginning, at most up to its limit.
     *
     * @return how much, 0 at the end
     */
    int read(int fd, ByteBuffer buffer) throws IOException {
        while (true) {
            long count = read.call(fd, address(buffer), buffer.limit());
            if (count >= 0) {
                return (int) count;
            }
            throwUnlessInterrupted("read");
        }
    }

    /** Writes all that remains in a direct buffer. */
    void write(int fd, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            long count = write.call(fd, address(buffer) + buffer.position(), buffer.remaining());
            if (count >= 0) {
                buffer.position(buffer.position() + (int) count);
            } else {
                throwUnlessInterrupted("write");
            }
        }
    }

    /**
     * Waits until a read of one of at most three descriptors wouldn't wait.
     *
     * @return for each whether it is so
     */
    boolean[] poll(List<Integer> fds, int millis) throws IOException {
        ByteBuffer polled = RESULTS.get();
        for (int i = 0; i < fds.size(); i++) {
            polled.putInt(i * POLLED_BYTES, fds.get(i));
            polled.putShort(i * POLLED_BYTES + EVENTS, POLLIN);
            polled.putShort(i * POLLED_BYTES + RETURNED, (short) 0);
        }
        boolean[] ready = new boolean[fds.size()];
        if (poll.call(address(polled), fds.size(), millis) < 0) {
            throwUnlessInterrupted("poll");
            return ready;
        }
        for (int i = 0; i < ready.length; i++) {
            ready[i] = polled.getShort(i * POLLED_BYTES + RETURNED) != 0;
        }
        return ready;
    }

    /** A descriptor that becomes readable when the process ends; -1 when that fails. */
    int watch(long pid) {
        return (int) syscall.call(SYS_PIDFD_OPEN, pid, 0);
    }

    /** Waits for a child's end: its exit status, 128 + N where signal N ended it, -1 where it is no child of ours. */
    int reap(int pid) {
        ByteBuffer result = RESULTS.get();
        while (waitpid.call(pid, address(result), 0) != pid) {
            if (NativeFunction.lastError() != EINTR) {
                return -1;
            }
        }
        int status = result.getInt(0);
        int signal = status & SIGNAL_BITS;
        return signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal;
    }

    void kill(int pid) {
        library.function("kill", INT, INT, INT).call(pid, SIGKILL);
    }

    /** Who ignores SIGCHLD has children that are gone before they can be waited for. Java does the same. */
    void keepEndedChildren() {
        library.function("signal", LONG, INT, LONG).call(SIGCHLD, DEFAULT_ACTION);
    }

    private void throwUnlessInterrupted(String call) throws IOException {
        if (NativeFunction.lastError() != EINTR) {
            throw failure(call);
        }
    }

    /** What the last call failed with. */
    IOException failure(String call) {
        return failure(call, NativeFunction.lastError());
    }

    IOException failure(String call, int error) {
        long text = library.function("strerror", LONG, INT).call(error);
        return new IOException(
                call + ": " + new String(MEMORY.getZeroTerminatedByteArray(text), StandardCharsets.UTF_8));
    }

    private static long address(ByteBuffer buffer) {
        return MEMORY.getDirectBufferAddress(buffer);
    }
}
