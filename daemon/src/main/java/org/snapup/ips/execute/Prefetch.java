package org.snapup.ips.execute;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.plan.PlannedAction;

/** Fetches and checks contents, several at a time. */
final class Prefetch {
    private static final String PHASE = "Downloading";
    private static final int MAX_THREADS = 4;
    private static final long TICK_MILLIS = 50;

    private final Payloads payloads;
    private final IpsListener listener;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    Prefetch(Payloads payloads, IpsListener listener) {
        this.payloads = payloads;
        this.listener = listener;
    }

    /**
     * Fetches all.
     *
     * @throws IpsException what the first content that couldn't be had gave; CANCELLED
     */
    void run(List<PlannedAction> needed) {
        if (needed.isEmpty()) {
            return;
        }
        long total = needed.stream()
                .mapToLong(planned -> planned.action().compressedSize())
                .sum();
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "ips-prefetch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletableFuture<?>[] workers = new CompletableFuture<?>[threads];
            for (int i = 0; i < threads; i++) {
                workers[i] = CompletableFuture.runAsync(() -> work(needed), pool);
            }
            await(CompletableFuture.allOf(workers), needed.size(), total);
        } finally {
            stop.set(true);
            pool.shutdown();
            awaitEnd(pool);
        }
    }

    private void work(List<PlannedAction> needed) {
        for (int i = next.getAndIncrement(); i < needed.size() && !stop.get(); i = next.getAndIncrement()) {
            try {
                payloads.prefetch(needed.get(i));
            } catch (RuntimeException e) {
                stop.set(true);
                throw e;
            }
            done.incrementAndGet();
            bytes.addAndGet(needed.get(i).action().compressedSize());
        }
    }

    private void await(CompletableFuture<Void> all, int count, long total) {
        while (true) {
            try {
                all.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                listener.progress(PHASE, count, count, total, total);
                return;
            } catch (TimeoutException e) {
                listener.progress(PHASE, done.get(), count, bytes.get(), total);
                listener.checkCancelled();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IpsException(IpsException.Kind.CANCELLED, "the operation was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IpsException cause) {
                    throw cause;
                }
                throw new IpsException(
                        IpsException.Kind.IO, "fetching the contents of packages failed: " + e.getCause(), e);
            }
        }
    }

    /** Nobody may use the repositories when they are closed. */
    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
