package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.DyingSnapupd;
import org.snapup.daemon.server.WireClient;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Service;

/** A real snapupd in a process of its own, that can be killed. Keeps its folder, with the log, for whoever looks. */
public final class DaemonProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path config;
    private final Path socket;
    private final Path log;
    private final List<String> java;
    private final String classPath;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process process;

    public DaemonProcess(Path config, Path socket) {
        this(
                config,
                socket,
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                System.getProperty("java.class.path"));
    }

    /**
     * One that is started in another way.
     *
     * @param java the words up to and with Java
     */
    DaemonProcess(Path config, Path socket, List<String> java, String classPath) {
        this.java = List.copyOf(java);
        this.classPath = classPath;
        this.config = config;
        this.socket = socket;
        this.log = config.resolveSibling("snapupd.log");
    }

    /** Sets a variable for the next start. */
    DaemonProcess with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Starts it and waits until it listens, or until it has died at its crash point.
     *
     * @param fatal the index of the crash point to be killed at with SIGKILL, -1 for none
     * @return whether it listens
     */
    public boolean start(int fatal) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                DyingSnapupd.class.getName(),
                Integer.toString(fatal),
                config.resolveSibling("met").toString(),
                "--config",
                config.toString()));
        File out = log.toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (started.isAlive()) {
            if (Files.exists(socket) && answers(socket)) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("snapupd doesn't listen; its log:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(5_000_000);
        }
        return false;
    }

    private static boolean answers(Path socket) {
        try (WireClient client = new WireClient(socket)) {
            return client.call(Service.GET_INFO, new Methods.None()).error() == null;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGKILL, and gone when this returns. */
    void kill() {
        end(requireNonNull(process).destroyForcibly());
    }

    /** SIGTERM, and gone when this returns. */
    public int stop() {
        Process running = requireNonNull(process);
        running.destroy();
        end(running);
        return running.exitValue();
    }

    /** Sends a signal by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("kill -" + name + " ended with status " + status);
        }
    }

    /** The exit status, when it ends by itself. */
    int awaitEnd() throws InterruptedException, IOException {
        Process running = requireNonNull(process);
        if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("snapupd doesn't end; its log:\n" + logText());
        }
        return running.exitValue();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return requireNonNull(process).pid();
    }

    /** Memory that the process holds, in KiB. */
    long residentKib() throws IOException {
        Optional<String> line = Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst();
        return Long.parseLong(line.orElseThrow().replaceAll("[^0-9]", ""));
    }

    String logText() throws IOException {
        return Files.readString(log);
    }

    private static void end(Process running) {
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("snapupd doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
