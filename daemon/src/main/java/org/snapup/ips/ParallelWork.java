package org.snapup.ips;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Does pieces of work on several threads, while the calling one is told how it goes and may stop it. */
public final class ParallelWork {
    private static final long TICK_MILLIS = 50;

    private ParallelWork() {}

    /** Works on one thread, piece by piece. */
    public interface Worker<T> extends AutoCloseable {
        void work(T piece);

        @Override
        default void close() {}
    }

    /**
     * Does all pieces, in their order as far as possible; returns when no thread works any more.
     *
     * @param workers makes one for each thread, on that thread
     * @param tick called on the calling thread now and then, with the number of pieces that were begun; what it throws
     *     stops the work
     * @throws IpsException what the first piece that failed gave; CANCELLED when interrupted
     */
    public static <T> void run(int threads, List<T> pieces, Supplier<? extends Worker<T>> workers, Tick tick) {
        if (pieces.isEmpty()) {
            return;
        }
        int count = Math.min(threads, pieces.size());
        ExecutorService pool = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "ips-work");
            thread.setDaemon(true);
            return thread;
        });
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try {
            CompletableFuture<?>[] running = new CompletableFuture<?>[count];
            for (int i = 0; i < count; i++) {
                running[i] = CompletableFuture.runAsync(() -> work(pieces, workers, next, stop), pool);
            }
            await(CompletableFuture.allOf(running), next, pieces.size(), tick);
        } finally {
            stop.set(true);
            pool.shutdown();
            awaitEnd(pool);
        }
    }

    /** Told how far the work is. */
    public interface Tick {
        void at(int begun);
    }

    private static <T> void work(
            List<T> pieces, Supplier<? extends Worker<T>> workers, AtomicInteger next, AtomicBoolean stop) {
        try (Worker<T> worker = workers.get()) {
            for (int i = next.getAndIncrement(); i < pieces.size() && !stop.get(); i = next.getAndIncrement()) {
                worker.work(pieces.get(i));
            }
        } catch (RuntimeException e) {
            stop.set(true);
            throw e;
        }
    }

    private static void await(CompletableFuture<Void> all, AtomicInteger next, int total, Tick tick) {
        while (true) {
            try {
                all.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                tick.at(total);
                return;
            } catch (TimeoutException e) {
                tick.at(Math.min(next.get(), total));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IpsException(IpsException.Kind.CANCELLED, "the operation was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IpsException cause) {
                    throw cause;
                }
                throw new IpsException(IpsException.Kind.IO, "a part of the work failed: " + e.getCause(), e);
            }
        }
    }

    /** What the workers use may be closed after that. */
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
