package org.snapup.exec;

import static org.snapup.exec.LineListener.Stream.ERR;
import static org.snapup.exec.LineListener.Stream.OUT;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs each command as a child process in a session of its own, with nothing to read and a clean environment. Any
 * thread may run commands; interrupting one ends the command's whole group.
 */
public final class ProcessRunner implements CommandRunner {
    /** Names the job in a child's environment as {@code INSTANCE:JOB}. */
    static final String JOB_VARIABLE = "SNAPUP_JOB";

    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int OUTPUT_BOUND = 64 << 20;
    private static final long GRACE_NANOS = 5_000_000_000L;

    private static final long GROUP_POLL_MILLIS = 5;

    private static final long WATCH_NANOS = 100_000_000;

    /** How long output may go on after the command itself has ended: a process that it left behind holds the pipe. */
    private static final long LINGER_MILLIS = 1_000;

    /** The best way to start a child that this system has; looked for with the first command. */
    private static final class Best {
        static final Child.Starter STARTER = SpawnedChild.starter().orElse(JdkChild::start);
    }

    private static final Child.Starter BEST =
            (argv, environment, wiring) -> Best.STARTER.start(argv, environment, wiring);

    private final Map<String, String> added;
    private final ChildListener children;
    private final Child.Starter starter;

    ProcessRunner(Map<String, String> added, ChildListener children, Child.Starter starter) {
        this.added = added;
        this.children = children;
        this.starter = starter;
    }

    /** For commands that belong to no job, such as listings. */
    public static CommandRunner create() {
        return new ProcessRunner(Map.of(), ChildListener.NONE, BEST);
    }

    /**
     * For a job's commands.
     *
     * @param job {@code INSTANCE:JOB}, which {@link Survivors} find the children by
     */
    public static CommandRunner forJob(String job, ChildListener children) {
        return new ProcessRunner(Map.of(JOB_VARIABLE, job), children, BEST);
    }

    @Override
    public CommandResult run(Command command) {
        return run(command, LineListener.NONE);
    }

    @Override
    public CommandResult run(Command command, LineListener listener) {
        return run(command, listener, Watch.NONE);
    }

    @Override
    public CommandResult run(Command command, LineListener listener, Watch watch) {
        Child.Wiring wiring = new Child.Wiring(
                false, new Capture(OUT, listener, OUTPUT_BOUND), new Capture(ERR, listener, OUTPUT_BOUND));
        return this.<RuntimeException>follow(command, wiring, watch, child -> {});
    }

    @Override
    public CommandResult stream(Command command, @Nullable InputStream in, @Nullable OutputStream out)
            throws IOException {
        Child.Wiring wiring = new Child.Wiring(
                in != null,
                out == null ? new Capture(OUT, LineListener.NONE, OUTPUT_BOUND) : null,
                new Capture(ERR, LineListener.NONE, OUTPUT_BOUND));
        return this.<IOException>follow(command, wiring, Watch.NONE, child -> {
            if (in != null) {
                feed(child, in);
            }
            if (out != null) {
                child.output().transferTo(out);
            }
        });
    }

    /** What is said to a child before its end is waited for. */
    @FunctionalInterface
    private interface Talk<X extends Exception> {
        void with(Child child) throws X;
    }

    private <X extends Exception> CommandResult follow(Command command, Child.Wiring wiring, Watch watch, Talk<X> talk)
            throws X {
        Child child = start(command, wiring);
        ProcessId id = ProcessId.of(child.pid()).orElseGet(() -> new ProcessId(child.pid(), ProcessId.GONE));
        boolean reported = false;
        try {
            children.started(id, command.argv());
            reported = true;
            talk.with(child);
            awaitEnd(command, child, watch);
            child.awaitOutput(LINGER_MILLIS);
            String out = wiring.out() == null ? "" : text(command, wiring.out());
            return new CommandResult(child.exitStatus(), out, text(command, wiring.err()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("ended because it was interrupted: " + words(command), e);
        } finally {
            close(child);
            if (reported) {
                children.ended(id);
            }
        }
    }

    private static void close(Child child) {
        try (child) {
            if (child.isAlive()) {
                end(child);
            }
        }
    }

    /** A child that reads no more has its reasons, and its exit status tells them. */
    private static void feed(Child child, InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream to = child.input()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                try {
                    to.write(buffer, 0, n);
                } catch (IOException e) {
                    return;
                }
            }
        } catch (IOException e) {
            if (child.isAlive()) {
                throw e;
            }
        }
    }

    private Child start(Command command, Child.Wiring wiring) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LC_ALL", "C");
        environment.put("PATH", PATH);
        environment.putAll(command.environment());
        environment.putAll(added);
        if (!Files.isExecutable(Path.of(command.argv().get(0)))) {
            throw new CommandException("there is no program " + command.argv().get(0), null);
        }
        try {
            return starter.start(command.argv(), environment, wiring);
        } catch (IOException e) {
            throw new CommandException("can't start " + words(command), e);
        }
    }

    private static void awaitEnd(Command command, Child child, Watch watch) throws InterruptedException {
        long deadline = System.nanoTime() + command.timeout().toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                end(child);
                throw new CommandException(
                        "ended because it took longer than " + command.timeout().toSeconds() + " s: " + words(command),
                        null);
            }
            long pause = watch == Watch.NONE ? left : Math.min(left, WATCH_NANOS);
            if (child.await(pause)) {
                return;
            }
            look(child, watch);
        }
    }

    /** What the watch throws ends the command; an interrupt first, since the command may clear up after that. */
    private static void look(Child child, Watch watch) throws InterruptedException {
        try {
            watch.look();
        } catch (RuntimeException | Error e) {
            if (!Signals.INTERRUPT_IGNORED) {
                child.signal(Signals.INT);
                child.await(watch.grace().toNanos());
            }
            end(child);
            throw e;
        }
    }

    private static String text(Command command, Capture capture) {
        if (capture.overflown()) {
            throw new CommandException(
                    "ended because it printed more than " + (OUTPUT_BOUND >> 20) + " MiB: " + words(command), null);
        }
        capture.rethrow();
        return capture.text();
    }

    /** Ends the child and everything in its group, and waits until they are gone. */
    private static void end(Child child) {
        boolean interrupted = Thread.interrupted();
        child.signal(Signals.TERM);
        try {
            if (!child.await(GRACE_NANOS)) {
                child.signal(Signals.KILL);
                child.await(GRACE_NANOS);
            }
            // The child's own children may have ignored the first signal.
            child.signal(Signals.KILL);
            awaitGroup(child.pid());
        } catch (InterruptedException e) {
            interrupted = true;
            child.signal(Signals.KILL);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A process that was killed takes some time to go, and may change something until then. */
    private static void awaitGroup(long group) throws InterruptedException {
        long deadline = System.nanoTime() + GRACE_NANOS;
        while (ProcessTable.CURRENT.all().stream().anyMatch(entry -> entry.group() == group)
                && System.nanoTime() < deadline) {
            Thread.sleep(GROUP_POLL_MILLIS);
        }
    }

    private static String words(Command command) {
        return String.join(" ", command.argv());
    }
}
