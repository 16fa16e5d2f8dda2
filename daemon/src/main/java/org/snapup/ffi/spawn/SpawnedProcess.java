package org.snapup.ffi.spawn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started, with our ends of its pipes. Once it has ended it stays a zombie, and its pid nobody
 * else's, until {@link #reap()}. Not for several threads at once; each pipe may be used by another.
 */
public final class SpawnedProcess {
    private final SpawnCalls calls;
    private final int pid;
    private final @Nullable PipeOutput in;
    private final PipeInput out;
    private final PipeInput err;
    private final int watched;
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
        List<Integer> fds = new ArrayList<>();
        for (PipeInput pipe : pipes) {
            fds.add(pipe.descriptor());
        }
        if (!ended) {
            fds.add(watched);
        }
        boolean[] ready = calls.poll(fds, millis);
        for (int i = 0; i < pipes.size(); i++) {
            pipes.get(i).setReady(ready[i]);
        }
        if (!ended && ready[pipes.size()]) {
            ended = true;
            calls.close(watched);
        }
    }

    /** Whether it has ended, as {@link #look} last saw it. */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Waits for the end if need be, and takes the zombie away.
     *
     * @return its exit status, 128 + N where signal N ended it, -1 where somebody else took the zombie
     */
    public int reap() {
        if (!reaped) {
            exitStatus = calls.reap(pid);
            reaped = true;
            if (!ended) {
                ended = true;
                calls.close(watched);
            }
        }
        return exitStatus;
    }
}
