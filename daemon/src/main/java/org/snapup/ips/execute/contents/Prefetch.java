package org.snapup.ips.execute.contents;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.plan.PlannedAction;
import org.snapup.ips.repo.Unpacker;

/** Fetches and checks contents, several at a time. */
public final class Prefetch {
    private static final String PHASE = "Downloading";

    /** From a network, it is the answers that take time, not the work. */
    private static final int REMOTE_THREADS = 6;

    /** Some wait for the disk. */
    private static final int MAX_LOCAL_THREADS = 4;

    private final Payloads payloads;
    private final IpsListener listener;
    private final AtomicLong bytes = new AtomicLong();

    public Prefetch(Payloads payloads, IpsListener listener) {
        this.payloads = payloads;
        this.listener = listener;
    }

    /**
     * Fetches all.
     *
     * @param meanwhile done on the calling thread, also when nothing is needed
     * @throws IpsException what the first content that couldn't be had gave, or {@code meanwhile}; CANCELLED
     */
    public void run(List<PlannedAction> needed, Runnable meanwhile) {
        long total = needed.stream()
                .mapToLong(planned -> planned.action().compressedSize())
                .sum();
        int threads = payloads.isRemote()
                ? REMOTE_THREADS
                : Math.min(MAX_LOCAL_THREADS, 2 * Runtime.getRuntime().availableProcessors());
        ParallelWork.run(threads, needed, Fetcher::new, meanwhile, begun -> {
            listener.progress(PHASE, begun, needed.size(), bytes.get(), total);
            listener.checkCancelled();
        });
    }

    /** Fetches on one thread. */
    private final class Fetcher implements ParallelWork.Worker<PlannedAction> {
        private final Unpacker unpacker = new Unpacker();

        @Override
        public void work(PlannedAction planned) {
            payloads.prefetch(planned, unpacker);
            bytes.addAndGet(planned.action().compressedSize());
        }

        @Override
        public void close() {
            unpacker.close();
        }
    }
}
