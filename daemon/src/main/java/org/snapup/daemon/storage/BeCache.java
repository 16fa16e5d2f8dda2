package org.snapup.daemon.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the BEs looked like a moment ago, for readers that must not wait for a running change. While somebody reads, a
 * thread of its own looks for changes that others made; a reader that comes after a pause looks itself. Safe on any
 * thread; changes never use it.
 */
public final class BeCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BeCache.class);

    /** A view that was checked longer ago than this isn't given out. */
    private static final Duration OLDEST = Duration.ofSeconds(5);

    /** The same while a look is under way that takes its time: readers don't wait for it. */
    private static final Duration OLDEST_MEANWHILE = Duration.ofSeconds(30);

    private static final Duration CHECK_PAUSE = Duration.ofSeconds(2);
    private static final Duration DEMAND = Duration.ofSeconds(30);

    private final Supplier<String> changeMark;
    private final Supplier<List<Be>> list;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable View current;
    private volatile Instant demanded = Instant.EPOCH;
    private String mark = "";

    /**
     * Looks at nothing yet.
     *
     * @param changeMark as {@link Storage#changeMark}
     * @param list as {@link Storage#list}
     */
    public BeCache(Supplier<String> changeMark, Supplier<List<Be>> list, Clock clock) {
        this.changeMark = changeMark;
        this.list = list;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, "be-view");
            created.setDaemon(true);
            return created;
        });
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                this::lookForReaders, CHECK_PAUSE.toMillis(), CHECK_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The BEs at an instant.
     *
     * @param asOf when the world was last seen to be so
     */
    public record View(List<Be> bes, Instant asOf) {}

    /**
     * The BEs as they were at most five seconds ago, or before the look that is under way; and after the last job that
     * ended.
     */
    public View view() {
        Instant now = clock.instant();
        demanded = now;
        View view = current;
        Duration oldest = looking.isLocked() ? OLDEST_MEANWHILE : OLDEST;
        return view == null || view.asOf().plus(oldest).isBefore(now) ? refresh() : view;
    }

    /**
     * A job is over, and nobody has been told yet: whoever hears of it sees what it did. Where somebody reads, looks now, so
     * that the readers go on with the view from before and none of them waits.
     */
    public void expire() {
        if (isDemanded()) {
            look();
        } else {
            forget();
        }
    }

    private boolean isDemanded() {
        return clock.instant().isBefore(demanded.plus(DEMAND));
    }

    /** Behind a look that is under way, which may have seen the world from before. */
    private void forget() {
        looking.lock();
        try {
            current = null;
        } finally {
            looking.unlock();
        }
    }

    private void lookForReaders() {
        if (isDemanded()) {
            look();
        }
    }

    private void look() {
        try {
            refresh();
        } catch (RuntimeException e) {
            // the next reader looks itself, and is told
            LOG.atWarn().setCause(e).log("boot environments not listed");
        }
    }

    private View refresh() {
        Instant asked = clock.instant();
        looking.lock();
        try {
            View view = current;
            if (view != null && !view.asOf().isBefore(asked)) {
                return view;
            }
            Instant asOf = clock.instant();
            String seen = changeMark.get();
            List<Be> bes = view != null && seen.equals(mark) ? view.bes() : list.get();
            mark = seen;
            View fresh = new View(bes, asOf);
            current = fresh;
            return fresh;
        } catch (RuntimeException e) {
            current = null;
            throw e;
        } finally {
            looking.unlock();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
