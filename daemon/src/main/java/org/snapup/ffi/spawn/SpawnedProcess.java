package org.snapup.ffi.spawn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started, with our ends of its pipes. Once it has ended it stays a zombie, and its pid nobody
 * else's, until {@link #reap()}. Not for several threads at once; each pipe may be used by another.
 */
public final class SpawnedProcess {
    private static final Runtime RUNTIME = Runtime.getSystemRuntime();
    private static final int EINTR = 4;

    /** {@code struct pollfd}: int fd, short events, short revents. */
    private static final int POLLED_BYTES = 8;

    private static final int EVENTS = 4;
    private static final int RETURNED = 6;
    private static final short POLLIN = 1;

    private static final int SIGNAL_BITS = 0x7f;
    private static final int SIGNALLED = 128;

    private final SpawnCalls calls;
    private final int pid;
    private final @Nullable PipeOutput in;
    private final PipeInput out;
    private final PipeInput err;
    private int watched;
    private boolean ended;
    private boolean reaped;
    private int exitStatus;

    SpawnedProcess(SpawnCalls calls, int pid, int watched, int in, int out, int err) {
        this.calls = calls;
        this.pid = pid;
        this.watched = watched;
        this.in = in < 0 ? null : new PipeOutput(calls, in);
        this.out = new PipeInput(calls, out);
        this.err = new PipeInput(calls, err);
    }

    public long pid() {
        return pid;
    }

    /** What it reads, empty where it isn't fed. */
    public Optional<PipeOutput> in() {
        return Optional.ofNullable(in);
    }

    /** Its standard output. */
    public PipeInput out() {
        return out;
    }

    /** Its standard error. */
    public PipeInput err() {
        return err;
    }

    /**
     * Waits until one of the pipes has something, or its end, or until the process has ended, or the time is over; then
     * the pipes and {@link #hasEnded} know. An end that was seen before isn't waited for again.
     *
     * @param pipes open ones, of this process
     * @param millis 0 only looks
     */
    public void look(List<PipeInput> pipes, int millis) throws IOException {
        int count = pipes.size() + (ended ? 0 : 1);
        ByteBuffer polled = ByteBuffer.allocate(count * POLLED_BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            int fd = i < pipes.size() ? pipes.get(i).descriptor() : watched;
            polled.putInt(i * POLLED_BYTES, fd).putShort(i * POLLED_BYTES + EVENTS, POLLIN);
        }
        if (calls.poll(polled.array(), count, millis) < 0) {
            int error = LastError.getLastError(RUNTIME);
            if (error != EINTR) {
                throw new IOException("poll: " + calls.strerror(error));
            }
            pipes.forEach(pipe -> pipe.setReady(false));
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean ready = polled.getShort(i * POLLED_BYTES + RETURNED) != 0;
            if (i < pipes.size()) {
                pipes.get(i).setReady(ready);
            } else if (ready) {
                ended = true;
                closeWatched();
            }
        }
    }

    /** Whether it has ended, as {@link #look} last saw it. */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Waits for the end if need be, and takes the zombie away.
     *
     * @return its exit status, 128 + N where signal N ended it, -1 where somebody else took it
     */
    public int reap() {
        if (!reaped) {
            exitStatus = status();
            reaped = true;
            ended = true;
            closeWatched();
        }
        return exitStatus;
    }

    private int status() {
        int[] status = new int[1];
        while (calls.waitpid(pid, status, 0) != pid) {
            if (LastError.getLastError(RUNTIME) != EINTR) {
                return -1;
            }
        }
        int signal = status[0] & SIGNAL_BITS;
        return signal == 0 ? (status[0] >> 8) & 0xff : SIGNALLED + signal;
    }

    private void closeWatched() {
        if (watched >= 0) {
            calls.close(watched);
            watched = -1;
        }
    }
}
