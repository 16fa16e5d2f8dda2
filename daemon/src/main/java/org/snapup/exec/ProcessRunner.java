package org.snapup.exec;

import static org.snapup.exec.LineListener.Stream.ERR;
import static org.snapup.exec.LineListener.Stream.OUT;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
    private static final long GRACE_MILLIS = 5_000;

    private static final long WATCH_NANOS = 100_000_000;

    /** How long output may go on after the command itself has ended: a process that it left behind holds the pipe. */
    private static final long LINGER_MILLIS = 1_000;

    /** Becomes the command without a further process; illumos and FreeBSD don't have the program. */
    private static final @Nullable String SETSID =
            Files.isExecutable(Path.of("/usr/bin/setsid")) ? "/usr/bin/setsid" : null;

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));

    private static final ExecutorService DRAINS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "command-output");
        thread.setDaemon(true);
        return thread;
    });

    static {
        // 0.7 ms less for each command than posix_spawn with its auxiliary program. Later JDKs give the mechanism up.
        if (System.getProperty("jdk.lang.Process.launchMechanism") == null
                && System.getProperty("os.name", "").equals("Linux")
                && Runtime.version().feature() <= 25) {
            System.setProperty("jdk.lang.Process.launchMechanism", "VFORK");
        }
    }

    private final Map<String, String> added;
    private final ChildListener children;

    private ProcessRunner(Map<String, String> added, ChildListener children) {
        this.added = added;
        this.children = children;
    }

    /** For commands that belong to no job, such as listings. */
    public static CommandRunner create() {
        return new ProcessRunner(Map.of(), ChildListener.NONE);
    }

    /**
     * For a job's commands.
     *
     * @param job {@code INSTANCE:JOB}, which {@link Survivors} find the children by
     */
    public static CommandRunner forJob(String job, ChildListener children) {
        return new ProcessRunner(Map.of(JOB_VARIABLE, job), children);
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
        Process process = start(command);
        Drain out = drain(process, OUT, listener);
        Drain err = drain(process, ERR, listener);
        ProcessId id = ProcessId.of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), ProcessId.GONE));
        boolean reported = false;
        try {
            children.started(id, command.argv());
            reported = true;
            awaitEnd(command, process, watch);
            awaitOutput(command, out, err);
            return new CommandResult(process.exitValue(), out.text(), err.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("ended because it was interrupted: " + words(command), e);
        } finally {
            if (process.isAlive()) {
                end(process);
            }
            if (reported) {
                children.ended(id);
            }
        }
    }

    @Override
    public CommandResult stream(Command command, @Nullable InputStream in, @Nullable OutputStream out)
            throws IOException {
        Process process = start(command, in == null ? NOTHING : ProcessBuilder.Redirect.PIPE);
        Drain kept = out == null ? drain(process, OUT, LineListener.NONE) : null;
        Drain err = drain(process, ERR, LineListener.NONE);
        ProcessId id = ProcessId.of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), ProcessId.GONE));
        boolean reported = false;
        try {
            children.started(id, command.argv());
            reported = true;
            if (in != null) {
                feed(process, in);
            }
            if (out != null) {
                process.getInputStream().transferTo(out);
            }
            awaitEnd(command, process, Watch.NONE);
            awaitOutput(command, kept == null ? err : kept, err);
            return new CommandResult(process.exitValue(), kept == null ? "" : kept.text(), err.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("ended because it was interrupted: " + words(command), e);
        } finally {
            if (process.isAlive()) {
                end(process);
            }
            if (reported) {
                children.ended(id);
            }
        }
    }

    /** A child that reads no more has its reasons, and its exit status tells them. */
    private static void feed(Process process, InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream to = process.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                try {
                    to.write(buffer, 0, n);
                } catch (IOException e) {
                    return;
                }
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    private Process start(Command command) {
        return start(command, NOTHING);
    }

    private Process start(Command command, ProcessBuilder.Redirect input) {
        List<String> argv = new ArrayList<>();
        Optional.ofNullable(SETSID).ifPresent(argv::add);
        argv.addAll(command.argv());
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(new File("/")).redirectInput(input);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LC_ALL", "C");
        environment.put("PATH", PATH);
        environment.putAll(command.environment());
        environment.putAll(added);
        if (!Files.isExecutable(Path.of(command.argv().get(0)))) {
            throw new CommandException("there is no program " + command.argv().get(0), null);
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandException("can't start " + words(command), e);
        }
    }

    private static Drain drain(Process process, LineListener.Stream stream, LineListener listener) {
        Drain drain = new Drain(
                stream == OUT ? process.getInputStream() : process.getErrorStream(),
                stream,
                listener,
                OUTPUT_BOUND,
                () -> signal(process, Signals.KILL));
        DRAINS.execute(drain);
        return drain;
    }

    private static void awaitEnd(Command command, Process process, Watch watch) throws InterruptedException {
        long deadline = System.nanoTime() + command.timeout().toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                end(process);
                throw new CommandException(
                        "ended because it took longer than " + command.timeout().toSeconds() + " s: " + words(command),
                        null);
            }
            long pause = watch == Watch.NONE ? left : Math.min(left, WATCH_NANOS);
            if (process.waitFor(pause, TimeUnit.NANOSECONDS)) {
                return;
            }
            look(process, watch);
        }
    }

    /** What the watch throws ends the command; an interrupt first, since the command may clear up after that. */
    private static void look(Process process, Watch watch) throws InterruptedException {
        try {
            watch.look();
        } catch (RuntimeException | Error e) {
            if (!Signals.INTERRUPT_IGNORED) {
                signal(process, Signals.INT);
                process.waitFor(watch.grace().toMillis(), TimeUnit.MILLISECONDS);
            }
            end(process);
            throw e;
        }
    }

    private static void awaitOutput(Command command, Drain out, Drain err) throws InterruptedException {
        if (out.await(LINGER_MILLIS)) {
            err.await(LINGER_MILLIS);
        }
        if (out.overflown() || err.overflown()) {
            throw new CommandException(
                    "ended because it printed more than " + (OUTPUT_BOUND >> 20) + " MiB: " + words(command), null);
        }
    }

    /** Ends the child and everything in its group, and waits until the child is gone. */
    private static void end(Process process) {
        boolean interrupted = Thread.interrupted();
        signal(process, Signals.TERM);
        try {
            if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                signal(process, Signals.KILL);
                process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            signal(process, Signals.KILL);
        }
        // The child's own children may have ignored the first signal.
        signal(process, Signals.KILL);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(Process process, int signal) {
        if (SETSID == null) {
            process.descendants().forEach(child -> Signals.send(child.pid(), signal));
            Signals.send(process.pid(), signal);
        } else {
            Signals.sendToGroup(process.pid(), signal);
            if (process.isAlive()) {
                // It may not have come as far as its own session yet.
                Signals.send(process.pid(), signal);
            }
        }
    }

    private static String words(Command command) {
        return String.join(" ", command.argv());
    }
}
