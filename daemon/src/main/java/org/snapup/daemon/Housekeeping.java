package org.snapup.daemon;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.Retention;

/** Removes the files of old jobs now and then, on a thread of its own. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final ScheduledExecutorService thread;

    private Housekeeping(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    static Housekeeping start(Core core, Retention retention) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, "housekeeping");
            created.setDaemon(true);
            return created;
        });
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(() -> trim(core, retention), 0, PAUSE.toMinutes(), TimeUnit.MINUTES);
        return new Housekeeping(thread);
    }

    private static void trim(Core core, Retention retention) {
        try {
            core.trim(retention);
        } catch (RuntimeException e) { // or it would never be called again
            LOG.atWarn().setCause(e).log("files of old jobs not removed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
