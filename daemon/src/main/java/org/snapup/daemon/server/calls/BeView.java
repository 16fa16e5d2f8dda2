package org.snapup.daemon.server.calls;

import org.snapup.protocol.BootEnvironments.Listing;

/** The boot environments as they were seen last; never waits for a job. Safe on any thread. */
@FunctionalInterface
public interface BeView {
    /** Every BE with its snapshots. */
    Listing view();
}
