package org.snapup.daemon.server;

import java.util.function.Function;
import org.snapup.daemon.jobs.Queue;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Event;
import org.snapup.protocol.Interfaces;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Reply;

/** Calls that make a job, or would: a dry run answers with the plan. Safe on any thread. */
final class Changes {
    private final CallAdapter.Parts parts;
    private final CallThreads threads;

    Changes(CallAdapter.Parts parts, CallThreads threads) {
        this.parts = parts;
        this.threads = threads;
    }

    void answer(Request request) {
        Exchange exchange = request.exchange();
        if (request.parameters() instanceof Packages.Request packages && packages.isDryRun()) {
            threads.runDryRun(
                    exchange,
                    () -> exchange.send(
                            Reply.of(Packages.Started.planned(parts.dryRuns().packages(request.job())))));
        } else if (request.parameters() instanceof BootEnvironments.DestroyRequest destroy && destroy.isDryRun()) {
            threads.runDryRun(
                    exchange,
                    () -> exchange.send(Reply.of(
                            BootEnvironments.Started.planned(parts.dryRuns().destroy(destroy)))));
        } else {
            submit(request);
        }
    }

    private void submit(Request request) {
        Queue.Accepted accepted =
                parts.queue().submit(request.job(), request.caller().peer());
        long job = accepted.job();
        boolean packages = request.call().interfaceName().equals(Interfaces.PACKAGES);
        Record started = packages
                ? Packages.Started.accepted(job, accepted.joined())
                : BootEnvironments.Started.accepted(job, accepted.joined());
        if (!request.streams()) {
            request.exchange().send(Reply.of(started));
            return;
        }
        request.exchange().send(Reply.continuing(started));
        Function<Event, Record> message = packages
                ? event -> Packages.Started.event(job, event)
                : event -> BootEnvironments.Started.event(job, event);
        new EventStream(request.exchange(), threads, parts.limits().status(), message).start(parts.queue(), job, 0);
    }
}
