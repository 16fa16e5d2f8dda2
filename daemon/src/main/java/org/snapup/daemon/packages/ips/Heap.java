package org.snapup.daemon.packages.ips;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How much of the heap stays free: much while packages are worked on, so that garbage isn't collected at every step of the
 * heap's growth, and little some time afterwards, so that the daemon is small for the hours in which nothing happens. A JVM
 * that can't change this keeps what it was started with.
 */
final class Heap {
    /** Bytes that the daemon needs without a large plan. */
    private static final long SMALL = 24L << 20;

    /** Bytes with which a large plan is made without much collecting. */
    private static final long LARGE = 96L << 20;

    /**
     * How often it is tried to become small, each time after twice as long. A JVM like JDK 17's forgets that it was
     * asked to collect while any thread is in a critical section of JNI, as those are that inflate.
     */
    private static final int ATTEMPTS = 8;

    private final @Nullable HotSpotDiagnosticMXBean flags =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heap");
        thread.setDaemon(true);
        return thread;
    });
    private final Duration rest;
    private int users;
    private @Nullable ScheduledFuture<?> shrinking;

    /** @param rest how long nobody may use it before it becomes small */
    Heap(Duration rest) {
        this.rest = rest;
    }

    /** To be closed when the work is done. */
    Use use() {
        begin();
        return this::end;
    }

    /**
     * As {@link #use}, for work that may need much. It gets room for that now, when there is little to copy: else the heap would
     * grow by steps, and everything would be copied at each.
     */
    Use useMuch() {
        begin();
        makeRoom();
        return this::end;
    }

    /** A piece of work that needs room. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    private synchronized void begin() {
        if (users++ > 0) {
            return;
        }
        if (shrinking != null) {
            shrinking.cancel(false);
            shrinking = null;
        }
        set("MaxHeapFreeRatio", 97);
        set("MinHeapFreeRatio", 85);
    }

    private synchronized void makeRoom() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() < Math.min(LARGE, runtime.maxMemory() / 2)) {
            set("MinHeapFreeRatio", 95);
            System.gc();
            set("MinHeapFreeRatio", 85);
        }
    }

    private synchronized void end() {
        if (--users == 0) {
            shrinkAfter(rest, ATTEMPTS);
        }
    }

    private synchronized void shrinkAfter(Duration time, int attempts) {
        shrinking = later.schedule(() -> shrink(time, attempts), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void shrink(Duration waited, int attempts) {
        shrinking = null;
        if (users > 0) {
            return;
        }
        set("MinHeapFreeRatio", 10);
        set("MaxHeapFreeRatio", 20);
        long before = Runtime.getRuntime().totalMemory();
        if (before > SMALL) {
            System.gc(); // nothing else would give back what a large plan took
            if (Runtime.getRuntime().totalMemory() >= before && attempts > 1) {
                shrinkAfter(waited.multipliedBy(2), attempts - 1);
            }
        }
    }

    private void set(String flag, int percent) {
        if (flags != null) {
            try {
                flags.setVMOption(flag, Integer.toString(percent));
            } catch (IllegalArgumentException | UnsupportedOperationException e) {
                return; // not this JVM's, or not to be changed
            }
        }
    }
}
