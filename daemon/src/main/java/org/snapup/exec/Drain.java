package org.snapup.exec;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Reads one output of a child to its end on a thread of its own, so that the child never waits for us: also when nobody
 * wants the rest.
 */
final class Drain implements Runnable {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "command-output");
        thread.setDaemon(true);
        return thread;
    });

    private final InputStream in;
    private final Capture capture;
    private final Runnable onFull;
    private final CountDownLatch end = new CountDownLatch(1);

    private Drain(InputStream in, Capture capture, Runnable onFull) {
        this.in = in;
        this.capture = capture;
        this.onFull = onFull;
    }

    /** @param onFull ends the child, of which no more is taken */
    static Drain start(InputStream in, Capture capture, Runnable onFull) {
        Drain drain = new Drain(in, capture, onFull);
        THREADS.execute(drain);
        return drain;
    }

    /** Does something else that waits for a child and that nobody waits for. */
    static void inBackground(Runnable task) {
        THREADS.execute(task);
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!capture.take(buffer, n)) {
                    onFull.run();
                }
            }
        } catch (IOException e) {
            // The runner closed the stream of a child that it ended.
        } finally {
            capture.end();
            end.countDown();
        }
    }

    /** Waits for the end; false where somebody still holds the other end of the pipe by then. */
    boolean await(long millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS);
    }
}
