package org.snapup.daemon.server.calls;

import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.server.Exchange;
import org.snapup.daemon.server.access.Action;
import org.snapup.daemon.server.access.Caller;
import org.snapup.protocol.Call;

/** A decoded and authorised call, and the way back. */
record Request(Call call, Record parameters, Caller caller, Exchange exchange) {
    /** The caller takes more than one reply. */
    boolean streams() {
        return call.more() && !call.oneway();
    }

    /** What is run: the very record that was authorised. */
    JobRequest job() {
        return new JobRequest(call.method(), parameters, caller.may(Action.DOWNGRADE));
    }
}
