package org.snapup.daemon.server.calls;

import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.Plan;

/** What a request would do; makes no job and changes nothing. Called by several threads, and may take its time. */
public interface DryRuns {
    /** @param request with {@link org.snapup.protocol.Packages.Operation} as its parameters */
    Plan packages(JobRequest request);

    DestroyPlan destroy(DestroyRequest request);
}
