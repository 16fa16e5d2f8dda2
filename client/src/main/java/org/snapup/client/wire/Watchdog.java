package org.snapup.client.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that takes too long, so that a daemon that hangs doesn't make its client hang: blocking calls on a
 * domain socket have no time limit of their own.
 */
final class Watchdog implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean barked;

    Watchdog(Connection connection, Duration limit) {
        Thread thread = new Thread(() -> watch(connection, limit), "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Connection connection, Duration limit) {
        try {
            if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                barked = true;
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasBarked() {
        return barked;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
