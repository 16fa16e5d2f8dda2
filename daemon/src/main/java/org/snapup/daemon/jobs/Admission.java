package org.snapup.daemon.jobs;

import java.util.Collection;
import java.util.Set;
import org.snapup.daemon.jobs.JobRecord.Requested;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** How much one user may have waiting and lying about. Confined to the conductor's thread. */
final class Admission {
    private final Limits limits;

    Admission(Limits limits) {
        this.limits = limits;
    }

    /** @throws SnapupException {@code QUEUE_FULL} */
    void checkQueue(Collection<QueuedJob> jobs, Requested request) {
        long uid = request.requester().uid();
        long waiting = jobs.stream()
                .filter(job -> job.isQueued() && job.accepted().requester().uid() == uid)
                .count();
        if (waiting >= limits.queuedPerUid()) {
            throw new SnapupException(
                    ErrorCode.QUEUE_FULL,
                    waiting + " jobs of yours wait already; wait for one to end, or cancel one: snapup job list");
        }
    }

    /**
     * Counts the BEs with automatic names that nobody booted; administrators may have any number.
     *
     * @throws SnapupException {@code TOO_MANY_BES}
     */
    void checkBes(Collection<QueuedJob> jobs, Requested request, Set<String> unbooted) {
        if (request.admin() || !request.automatic()) {
            return;
        }
        long uid = request.requester().uid();
        long made = jobs.stream()
                .filter(job ->
                        job.accepted().automatic() && job.accepted().requester().uid() == uid)
                .flatMap(job -> job.trail().find(Fact.CloneRoute.class).stream())
                .filter(route -> unbooted.contains(route.uuid()))
                .count();
        if (made >= limits.automaticBesPerUid()) {
            throw new SnapupException(
                    ErrorCode.TOO_MANY_BES,
                    made + " BEs that were made for you were never booted; reboot into one, or have an administrator"
                            + " remove some: snapup be list");
        }
    }
}
