package org.snapup.ips;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snapup.ffi.ErrnoException;

/** Does pieces of work on several threads, while the calling one is told how it goes and may stop it. */
public final class ParallelWork {
    private static final long TICK_MILLIS = 50;

    /** Pieces that wait for each thread. */
    private static final int AHEAD = 16;

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
     * @throws ErrnoException likewise
     */
    public static <T> void run(int threads, List<T> pieces, Supplier<? extends Worker<T>> workers, Tick tick) {
        run(threads, pieces, workers, () -> {}, tick);
    }

    /**
     * As {@link #run(int, List, Supplier, Tick)}.
     *
     * @param meanwhile done on the calling thread, before the first tick, also where there are no pieces; what it throws stops
     *     the work
     */
    public static <T> void run(
            int threads, List<T> pieces, Supplier<? extends Worker<T>> workers, Runnable meanwhile, Tick tick) {
        if (pieces.isEmpty()) {
            meanwhile.run();
            return;
        }
        int count = Math.min(threads, pieces.size());
        ExecutorService pool = pool(count);
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try {
            CompletableFuture<?>[] running = new CompletableFuture<?>[count];
            for (int i = 0; i < count; i++) {
                running[i] = CompletableFuture.runAsync(() -> work(pieces, workers, next, stop), pool);
            }
            meanwhile.run();
            await(CompletableFuture.allOf(running), next, pieces.size(), tick);
        } finally {
            stop.set(true);
            pool.shutdown();
            awaitEnd(pool);
        }
    }

    /** As {@link #run(int, List, Supplier, Tick)}, on all processors, by one worker that any number of threads may use. */
    public static <T> void run(List<T> pieces, Worker<T> worker) {
        run(Runtime.getRuntime().availableProcessors(), pieces, () -> worker, begun -> {});
    }

    /**
     * Does the middle part of each piece of work on other threads, and the rest, in order, on the calling one.
     *
     * @param prepare gives what can be done elsewhere; called some pieces ahead
     * @param use takes what it gave
     * @throws IpsException what the first piece that failed gave; CANCELLED when interrupted
     * @throws ErrnoException likewise
     */
    public static <T, R> void inOrder(
            int threads, List<T> pieces, Function<T, Supplier<R>> prepare, BiConsumer<T, R> use) {
        ExecutorService pool = pool(threads);
        Deque<CompletableFuture<R>> ahead = new ArrayDeque<>();
        try {
            for (int prepared = 0, used = 0; used < pieces.size(); used++) {
                for (; prepared < pieces.size() && ahead.size() < AHEAD * threads; prepared++) {
                    ahead.add(CompletableFuture.supplyAsync(prepare.apply(pieces.get(prepared)), pool));
                }
                use.accept(pieces.get(used), result(ahead.remove()));
            }
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    private static <R> R result(CompletableFuture<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static ExecutorService pool(int threads) {
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "ips-work");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static IpsException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IpsException(IpsException.Kind.CANCELLED, "the operation was interrupted", e);
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof ErrnoException failure) {
            return failure;
        }
        return e.getCause() instanceof IpsException failure
                ? failure
                : new IpsException(IpsException.Kind.IO, "a part of the work failed: " + e.getCause(), e);
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
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw failure(e);
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
