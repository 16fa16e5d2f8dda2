package org.snapup.client.testing;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real process and what it prints. */
public final class Program {
    /** The launcher in the build tree. */
    public static final Path SNAPUP = Path.of("bin", "snapup").toAbsolutePath();

    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Captured out;
    private final Captured err;

    private Program(Process process) {
        this.process = process;
        this.out = new Captured(process.getInputStream());
        this.err = new Captured(process.getErrorStream());
    }

    public static Program start(String... command) throws IOException {
        return of(new ProcessBuilder(command));
    }

    public static Program of(ProcessBuilder builder) throws IOException {
        return new Program(builder.start());
    }

    /** A line of sh, with arguments from {@code $1} on. */
    public static Program shell(String line, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", line, "sh"));
        command.addAll(List.of(arguments));
        return of(new ProcessBuilder(command));
    }

    public Program await() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running; out: " + out() + " err: " + err());
        }
        out.join();
        err.join();
        return this;
    }

    public void awaitOutput(String text) throws InterruptedException {
        out.await(text);
    }

    public void awaitErrors(String text) throws InterruptedException {
        err.await(text);
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
                .start()
                .waitFor();
    }

    public long pid() {
        return process.pid();
    }

    public int status() {
        return process.exitValue();
    }

    public String out() {
        return out.text();
    }

    public String err() {
        return err.text();
    }

    /** Reads a stream as it comes. */
    private static final class Captured extends Thread {
        private final InputStream in;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Captured(InputStream in) {
            this.in = requireNonNull(in);
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[4096];
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    synchronized (bytes) {
                        bytes.write(buffer, 0, count);
                        bytes.notifyAll();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }

        void await(String text) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            synchronized (bytes) {
                while (!text().contains(text)) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("no '" + text + "' in: " + text());
                    }
                    bytes.wait(left);
                }
            }
        }
    }
}
