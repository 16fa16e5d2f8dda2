package org.snapup.daemon.server.calls;

import java.util.function.Function;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageChanges;
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
        if (request.parameters() instanceof Packages.Operation operation && operation.isDryRun()) {
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
        if (request.parameters() instanceof BootEnvironments.ImportRequest made) {
            parts.transfers().hand(made.transfer());
        }
        Queue.Accepted accepted =
                parts.queue().submit(request.job(), request.caller().peer());
        long job = accepted.job();
        Record started = accepted(request.parameters(), accepted);
        if (!request.streams()) {
            request.exchange().send(Reply.of(started));
            return;
        }
        request.exchange().send(Reply.continuing(started));
        new EventStream(request.exchange(), threads, parts.limits().status(), event(request.parameters(), job))
                .start(parts.queue(), job, 0);
    }

    private static Record accepted(Record parameters, Queue.Accepted accepted) {
        long job = accepted.job();
        if (parameters instanceof Packages.Operation) {
            return Packages.Started.accepted(job, accepted.joined());
        }
        return parameters instanceof ImageChanges.Change
                ? ImageChanges.Started.accepted(job, accepted.joined())
                : BootEnvironments.Started.accepted(job, accepted.joined());
    }

    private static Function<Event, Record> event(Record parameters, long job) {
        if (parameters instanceof Packages.Operation) {
            return event -> Packages.Started.event(job, event);
        }
        return parameters instanceof ImageChanges.Change
                ? event -> ImageChanges.Started.event(job, event)
                : event -> BootEnvironments.Started.event(job, event);
    }
}
