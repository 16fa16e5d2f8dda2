package org.snapup.ips.repo.depot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

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
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                int length = read(one, 0, 1);
                return length < 0 ? -1 : one[0] & 0xff;
            }

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
