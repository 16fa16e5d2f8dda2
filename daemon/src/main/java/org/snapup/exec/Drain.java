package org.snapup.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads one output of a child to its end, so that the child never waits for us: also when nobody wants the rest.
 * Runs on a thread of the runner; the result is taken by another.
 */
final class Drain implements Runnable {
    private final InputStream in;
    private final LineListener.Stream stream;
    private final LineListener listener;
    private final int bound;
    private final Runnable onOverflow;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean overflown;

    Drain(InputStream in, LineListener.Stream stream, LineListener listener, int bound, Runnable onOverflow) {
        this.in = in;
        this.stream = stream;
        this.listener = listener;
        this.bound = bound;
        this.onOverflow = onOverflow;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                take(buffer, n);
            }
        } catch (IOException e) {
            // The runner closed the stream of a child that it ended.
        } finally {
            if (line.size() > 0) {
                endLine();
            }
            end.countDown();
        }
    }

    private synchronized void take(byte[] buffer, int length) {
        if (overflown) {
            return;
        }
        if (bytes.size() + length > bound) {
            overflown = true;
            onOverflow.run();
            return;
        }
        bytes.write(buffer, 0, length);
        if (listener != LineListener.NONE) {
            takeLines(buffer, length);
        }
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

    private synchronized void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        listener.line(stream, text);
    }

    /** Waits for the end; false where somebody still holds the other end of the pipe by then. */
    boolean await(long millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS);
    }

    synchronized boolean overflown() {
        return overflown;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
