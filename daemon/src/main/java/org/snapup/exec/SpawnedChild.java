package org.snapup.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.snapup.ffi.spawn.PipeInput;
import org.snapup.ffi.spawn.PipeOutput;
import org.snapup.ffi.spawn.SpawnedProcess;
import org.snapup.ffi.spawn.Spawner;

/**
 * A child that the C library starts. The thread that waits for it reads its outputs, so that a short command needs no
 * other; that of one which is fed, or read by the caller, gets threads.
 */
final class SpawnedChild implements Child {
    /** Nothing wakes a thread in poll(2) that is interrupted: so long it takes to notice. */
    private static final long LONGEST_POLL_MILLIS = 100;

    private static final int BUFFER_BYTES = 16_384;

    /** An output that this thread reads. */
    private record Kept(PipeInput pipe, Capture capture) {}

    private final SpawnedProcess process;
    private final Wiring wiring;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Drain> drains = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private SpawnedChild(SpawnedProcess process, Wiring wiring) {
        this.process = process;
        this.wiring = wiring;
        if (wiring.out() != null) {
            kept.add(new Kept(process.out(), wiring.out()));
        }
        kept.add(new Kept(process.err(), wiring.err()));
        if (wiring.fed() || wiring.out() == null) {
            leaveToThreads();
        }
    }

    /** Starts such children; empty where the system can't. */
    static Optional<Starter> starter() {
        return Spawner.forThisSystem().map(spawner -> (argv, environment, wiring) -> {
            List<String> variables = new ArrayList<>();
            environment.forEach((name, value) -> variables.add(name + "=" + value));
            return new SpawnedChild(spawner.spawn(argv, variables, wiring.fed()), wiring);
        });
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream input() {
        return process.in().orElseThrow();
    }

    @Override
    public InputStream output() {
        return process.out();
    }

    @Override
    public boolean isAlive() {
        if (!process.hasEnded()) {
            readWhatComes(0);
        }
        return !process.hasEnded();
    }

    @Override
    public boolean await(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!process.hasEnded()) {
            if (!readUntil(deadline)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void awaitOutput(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!kept.isEmpty()) {
            if (!readUntil(deadline)) {
                return;
            }
        }
        for (Drain drain : drains) {
            if (!drain.await(millis)) {
                return;
            }
        }
    }

    /** Reads what comes next; false when the time is over. */
    private boolean readUntil(long deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        readWhatComes((int) Math.min(LONGEST_POLL_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1));
        return true;
    }

    private void readWhatComes(int millis) {
        List<PipeInput> pipes = new ArrayList<>();
        kept.forEach(each -> pipes.add(each.pipe()));
        try {
            process.look(pipes, millis);
            for (Iterator<Kept> each = kept.iterator(); each.hasNext(); ) {
                if (isAtEndAfterReading(each.next())) {
                    each.remove();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't wait for process " + pid(), e);
        }
    }

    private boolean isAtEndAfterReading(Kept output) throws IOException {
        if (!output.pipe().isReady()) {
            return false;
        }
        int count = output.pipe().read(buffer);
        if (count < 0) {
            output.pipe().close();
            output.capture().end();
            return true;
        }
        if (!output.capture().take(buffer, count)) {
            signal(Signals.KILL);
        }
        return false;
    }

    @Override
    public int exitStatus() {
        return process.reap();
    }

    /** The process leads its group from the beginning, and keeps its pid from being used again until it is reaped. */
    @Override
    public void signal(int signal) {
        Signals.sendToGroup(pid(), signal);
    }

    @Override
    public void close() {
        leaveToThreads();
        process.in().ifPresent(PipeOutput::close);
        if (wiring.out() == null) {
            process.out().close();
        }
        if (process.hasEnded()) {
            process.reap();
        } else {
            Drain.inBackground(process::reap);
        }
    }

    private void leaveToThreads() {
        for (Kept each : kept) {
            drains.add(Drain.start(each.pipe(), each.capture(), () -> signal(Signals.KILL)));
        }
        kept.clear();
    }
}
