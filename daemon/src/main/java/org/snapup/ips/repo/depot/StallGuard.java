package org.snapup.ips.repo.depot;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.snapup.ips.repo.BlockInputStream;

/** Closes streams on which a read waits too long: the reader then sees a broken connection instead of waiting forever. */
final class StallGuard {
    // One thread for the process, made when it is first needed; it never keeps the process alive.
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ips-stall-guard");
        thread.setDaemon(true);
        return thread;
    });

    private final Duration silence;

    StallGuard(Duration silence) {
        this.silence = silence;
    }

    InputStream guard(InputStream body) {
        return new BlockInputStream() {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                ScheduledFuture<?> alarm =
                        TIMER.schedule(() -> breakOff(body), silence.toMillis(), TimeUnit.MILLISECONDS);
                try {
                    return body.read(buffer, offset, length);
                } finally {
                    alarm.cancel(false);
                }
            }

            @Override
            public void close() throws IOException {
                body.close();
            }
        };
    }

    private static void breakOff(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // the reader sees it
        }
    }
}
