package org.snapup.daemon.server.calls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * The threads that calls run on: a few for what is answered soon, others for dry runs, so that a long plan never holds
 * up a listing. The one place where exceptions become error replies.
 */
final class CallThreads implements AutoCloseable {
    private static final int CALL_THREADS = 4;
    private static final int DRY_RUN_THREADS = 2;
    private static final int QUERY_THREADS = 2;
    private static final int EXPORT_THREADS = 4;
    private static final int WAITING_DRY_RUNS = 64;

    private final ErrorReplies errors = new ErrorReplies();

    /** INVARIANT: a connection has one call in progress, so the number of connections bounds what waits here. */
    private final ThreadPoolExecutor calls = pool("call", CALL_THREADS, new LinkedBlockingQueue<>());

    /** Questions about images, which read files; their number is bounded as that of the calls is. */
    private final ThreadPoolExecutor queries = pool("query", QUERY_THREADS, new LinkedBlockingQueue<>());

    /** Also for questions that take long. */
    private final ThreadPoolExecutor dryRuns =
            pool("dry-run", DRY_RUN_THREADS, new ArrayBlockingQueue<>(WAITING_DRY_RUNS));

    private final ThreadPoolExecutor exports = pool("export", EXPORT_THREADS, new ArrayBlockingQueue<>(1));

    void runCall(Exchange exchange, Runnable action) {
        run(calls, exchange, action);
    }

    void runQuery(Exchange exchange, Runnable action) {
        run(queries, exchange, action);
    }

    /** Waits for its client, so it has a thread for itself. */
    void runExport(Exchange exchange, Runnable action) {
        run(exports, exchange, action);
    }

    void runDryRun(Exchange exchange, Runnable action) {
        run(dryRuns, exchange, action);
    }

    private void run(Executor executor, Exchange exchange, Runnable action) {
        try {
            executor.execute(() -> {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    exchange.fail(errors.of(e));
                }
            });
        } catch (RejectedExecutionException e) {
            exchange.fail(
                    calls.isShutdown()
                            ? new SnapupException(ErrorCode.SHUTTING_DOWN, "snapupd is stopping")
                            : new SnapupException(
                                    ErrorCode.QUEUE_FULL,
                                    WAITING_DRY_RUNS
                                            + " plans and other long questions are waiting already: try again later"));
        }
    }

    @Override
    public void close() {
        dryRuns.shutdownNow();
        exports.shutdownNow();
        queries.shutdown();
        calls.shutdown();
    }

    private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, waiting, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
