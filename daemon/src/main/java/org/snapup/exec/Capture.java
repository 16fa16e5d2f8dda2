package org.snapup.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps what a child prints to one of its outputs, up to a bound, and hands on its lines. Safe on any thread. */
final class Capture {
    private final LineListener.Stream stream;
    private final int bound;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private LineListener listener;
    private boolean overflown;
    private @Nullable Throwable thrown;

    /** @param bound in bytes */
    Capture(LineListener.Stream stream, LineListener listener, int bound) {
        this.stream = stream;
        this.listener = listener;
        this.bound = bound;
    }

    /**
     * Takes the beginning of a buffer.
     *
     * @return false where the child has to be ended now; what comes after that is thrown away
     */
    synchronized boolean take(byte[] buffer, int length) {
        if (overflown || thrown != null) {
            return true;
        }
        if (bytes.size() + length > bound) {
            overflown = true;
            return false;
        }
        bytes.write(buffer, 0, length);
        if (listener != LineListener.NONE) {
            takeLines(buffer, length);
        }
        return thrown == null;
    }

    private void takeLines(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                endLine();
            } else {
                line.write(buffer[i]);
            }
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        try {
            listener.line(stream, text);
        } catch (RuntimeException | Error e) {
            thrown = e;
            listener = LineListener.NONE;
        }
    }

    /** There is nothing more to take. */
    synchronized void end() {
        if (line.size() > 0) {
            endLine();
        }
    }

    synchronized boolean overflown() {
        return overflown;
    }

    /** Throws what the listener threw. */
    synchronized void rethrow() {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
