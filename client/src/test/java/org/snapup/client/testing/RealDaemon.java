package org.snapup.client.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A daemon of its own process over plain directories: the BE {@code be0} runs, and others lie beside it. */
public final class RealDaemon implements AutoCloseable {
    private static final Path TOOLS =
            Path.of("..", "daemon", "bin").toAbsolutePath().normalize();
    private static final long LIMIT_SECONDS = 60;

    private final Path directory;
    private final Process process;

    /** @param directory an empty one, for everything that belongs to it; the BEs are below {@code be} */
    public static RealDaemon start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("run"));
        Path configuration = directory.resolve("snapupd.toml");
        Files.writeString(configuration, """
            socket = "%1$s/run/s"
            state = "%1$s/state"
            [storage]
            type = "directory"
            root = "%1$s/be"
            live = "be0"
            reserve_mib = 1
            [policy]
            members = []
            """.formatted(directory));
        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
        Process process = new ProcessBuilder(TOOLS.resolve("snapupd").toString(), "--config", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RealDaemon daemon = new RealDaemon(directory, process);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.exists(daemon.socket())) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError("no daemon: " + daemon.log());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return daemon;
    }

    private RealDaemon(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Makes an image in a BE that no daemon knows yet. */
    public static void createImage(Path directory, String be, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(TOOLS.resolve("snapup-image").toString(), "create"));
        command.addAll(List.of(arguments));
        Files.createDirectories(directory.resolve("be"));
        command.add(directory.resolve("be").resolve(be).toString());
        Program done = Program.start(command.toArray(new String[0])).await();
        if (done.status() != 0) {
            throw new AssertionError("no image: " + done.out() + done.err());
        }
    }

    public Path socket() {
        return directory.resolve("run/s");
    }

    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the daemon doesn't stop: " + log());
        }
    }
}
