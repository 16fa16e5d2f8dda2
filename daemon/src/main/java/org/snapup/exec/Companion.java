package org.snapup.exec;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that is there as long as this one wants it. It must end when its input does: so it goes with this process,
 * however that ends, a SIGKILL included.
 */
public final class Companion implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 2_000;

    private final Process process;

    private Companion(Process process) {
        this.process = process;
    }

    /**
     * Starts it; doesn't wait for anything.
     *
     * @param argv the program's absolute path and its arguments
     * @throws CommandException when it can't be started
     */
    public static Companion start(List<String> argv) {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(new File("/"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LC_ALL", "C");
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        try {
            return new Companion(builder.start());
        } catch (IOException e) {
            throw new CommandException("can't start " + String.join(" ", argv), e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lets it go, and waits for that; one that doesn't go is killed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
