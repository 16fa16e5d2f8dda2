package org.snapup.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.JobListener;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.server.Server;
import org.snapup.daemon.service.Inhibitor;
import org.snapup.daemon.service.Notifier;

/**
 * Looks after the daemon as a service, on a thread of its own: shows what it does, holds the machine up while a job
 * runs, and ends the process when it is asked to and nothing is left to do.
 */
final class Attendant implements JobListener, AutoCloseable {
    /** Ended because it had nothing to do; the service manager's socket starts it again. */
    static final int EXIT_IDLE = 0;

    /** Ended to be started again: nobody else would. The number is that of EX_TEMPFAIL in sysexits.h. */
    static final int EXIT_RESTART = 75;

    private static final Logger LOG = LoggerFactory.getLogger(Attendant.class);
    private static final Duration ANOTHER_LOOK = Duration.ofSeconds(1);
    private static final Duration STALLED = Duration.ofSeconds(10);
    private static final String IDLE = "idle";

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "service");
        made.setDaemon(true);
        return made;
    });
    private final Notifier notifier;
    private final Optional<Inhibitor> inhibitor;
    private final boolean activated;
    private final IntConsumer end;

    // confined to the service thread
    private Configuration.Service settings;
    private @Nullable Queue queue;
    private @Nullable Server server;
    private @Nullable ScheduledFuture<?> look;
    private long restedAt = System.nanoTime();
    private @Nullable Runnable reload;
    private boolean reloadAsked;
    private boolean restartAsked;
    private boolean running;
    private boolean ending;

    /**
     * @param activated the service manager made the socket, and starts the daemon again when a client comes
     * @param end called once, with the exit status, when the process is to end
     */
    Attendant(
            Notifier notifier,
            Optional<Inhibitor> inhibitor,
            Configuration.Service settings,
            boolean activated,
            IntConsumer end) {
        this.notifier = notifier;
        this.inhibitor = inhibitor;
        this.settings = settings;
        this.activated = activated;
        this.end = end;
    }

    /** Clients can connect. */
    void opened(Queue queue, Server server, Runnable reload) {
        run(() -> {
            this.reload = reload;
            this.queue = queue;
            this.server = server;
            restedAt = System.nanoTime();
            openArchives();
            if (reloadAsked) {
                reload.run();
            }
            lookAgain();
        });
        notifier.started(IDLE);
    }

    /** The configuration that is in use now. */
    void use(Configuration.Service changed) {
        settings = changed;
        lookAgain();
    }

    /** Reads the configuration again; asked for during the start: when that is done. */
    void reload() {
        run(() -> {
            if (reload == null) {
                reloadAsked = true;
            } else {
                reload.run();
            }
        });
    }

    /** Ends the process as soon as no job is left; it is started again by its service manager. */
    void restartWhenIdle() {
        run(() -> {
            LOG.atInfo().log("asked to restart when no job is left");
            restartAsked = true;
            lookAgain();
        });
    }

    private void run(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) { // top of the thread
                    LOG.atError().setCause(e).log("the service thread's task failed");
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("stopping; nothing more is done for the service manager");
        }
    }

    @Override
    public void began(long job, String method) {
        String what = "job " + job + ": " + method.substring(method.lastIndexOf('.') + 1);
        run(() -> {
            running = true;
            if (settings.inhibit()) {
                inhibitor.ifPresent(lock -> lock.hold(what));
            }
            notifier.status(what);
        });
    }

    @Override
    public void rested(long job) {
        run(() -> {
            running = false;
            restedAt = System.nanoTime();
            inhibitor.ifPresent(Inhibitor::release);
            notifier.status(IDLE);
            lookAgain();
        });
    }

    /**
     * An upgrade replaces the program's files below the running process. What was opened stays what it was, and what
     * wasn't would be gone: looking for something that is nowhere opens every archive of the class path.
     */
    private static void openArchives() {
        Attendant.class.getClassLoader().getResource("org/snapup/daemon/nowhere");
    }

    private void lookAgain() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
        if (ending
                || server == null
                || !(restartAsked || (activated && settings.idleExit().isPresent()))) {
            return;
        }
        Duration wait = untilEnd();
        if (wait.isZero() || wait.isNegative()) {
            endIfIdle();
        } else {
            look = thread.schedule(this::lookAgain, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** How long at least it is until the process may end. */
    private Duration untilEnd() {
        Duration rested = Duration.ofNanos(System.nanoTime() - restedAt);
        if (restartAsked) {
            return isBusy() ? ANOTHER_LOOK : Duration.ZERO;
        }
        Duration limit = settings.idleExit().orElseThrow();
        if (isBusy()) {
            return limit;
        }
        Duration quiet = requireNonNull(server).quiet();
        return limit.minus(rested.compareTo(quiet) < 0 ? rested : quiet);
    }

    /** Jobs that wait though none runs are jobs that this process won't run. */
    private boolean isBusy() {
        boolean stalled = !running && System.nanoTime() - restedAt > STALLED.toNanos();
        return running || (!stalled && !requireNonNull(queue).list(false).isEmpty());
    }

    private void endIfIdle() {
        boolean mayEnd = restartAsked || requireNonNull(server).pauseWhenQuiet();
        if (mayEnd && !isBusy()) {
            ending = true;
            LOG.atInfo().addKeyValue("restart", restartAsked).log("nothing left to do: ending");
            end.accept(activated ? EXIT_IDLE : EXIT_RESTART);
        } else {
            if (mayEnd && !restartAsked) {
                requireNonNull(server).resume();
            }
            look = thread.schedule(this::lookAgain, ANOTHER_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inhibitor.ifPresent(Inhibitor::close);
    }
}
