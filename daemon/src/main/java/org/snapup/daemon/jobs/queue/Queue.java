package org.snapup.daemon.jobs.queue;

import java.util.List;
import org.snapup.protocol.Event;
import org.snapup.protocol.Jobs.Job;

/** The durable queue as the server sees it. Every method is safe on any thread; none waits for a running job. */
public interface Queue {
    /**
     * Accepts a request: returns when it is durable. An identical request that is still queued is joined.
     *
     * @throws org.snapup.protocol.SnapupException {@code QUEUE_FULL}, {@code TOO_MANY_BES}, {@code READ_ONLY},
     *     {@code SHUTTING_DOWN}
     */
    Accepted submit(JobRequest request, Peer peer);

    /** Every job, by number, parameters and outcome included; {@code all}: the ended ones, too. */
    List<Job> list(boolean all);

    /** @throws org.snapup.protocol.SnapupException {@code NO_SUCH_JOB} */
    Job get(long job);

    /** Whether this uid asked for the job, alone or with others. */
    boolean isRequester(long job, long uid);

    /**
     * Replays a job's events from a number on and then follows it.
     *
     * @param onAvailable called on the queue's thread, quickly, when {@link Feed#poll} may have something new
     * @throws org.snapup.protocol.SnapupException {@code NO_SUCH_JOB}
     */
    Feed watch(long job, long from, Runnable onAvailable);

    /**
     * Asks a job to stop.
     *
     * @return true when others want the job, too: the uid only left it
     * @throws org.snapup.protocol.SnapupException {@code NO_SUCH_JOB}, {@code NOT_CANCELLABLE}
     */
    boolean cancel(long job, Peer peer);

    /** A submitted request. */
    record Accepted(long job, boolean joined) {}

    /** A reader's place in a job's events; holds no buffer, so a slow reader costs nothing. */
    interface Feed extends AutoCloseable {
        /** The next events, at most so many; empty when there is nothing new. */
        List<Event> poll(int most);

        /** The job's state again, with the last number: for an idle stream. */
        Event status();

        @Override
        void close();
    }
}
