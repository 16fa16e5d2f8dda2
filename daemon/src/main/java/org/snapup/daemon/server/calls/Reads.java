package org.snapup.daemon.server.calls;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.snapup.daemon.server.access.Action;
import org.snapup.daemon.server.access.Caller;
import org.snapup.daemon.server.access.Policy;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Interfaces;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Reply;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;

/** Calls that change nothing but a job's wish to go on, each caller seeing what is theirs to see. Safe on any thread. */
final class Reads {
    private final CallAdapter.Parts parts;
    private final Policy policy;
    private final CallThreads threads;
    private final Clock clock = Clock.systemUTC();

    Reads(CallAdapter.Parts parts, Policy policy, CallThreads threads) {
        this.parts = parts;
        this.policy = policy;
        this.threads = threads;
    }

    void answer(Request request) {
        Record parameters = request.parameters();
        if (parameters instanceof Jobs.WatchRequest watch) {
            watch(request, watch);
        } else if (parameters instanceof BootEnvironments.ExportRequest export) {
            threads.runExport(
                    request.exchange(),
                    () -> new ExportStream(request.exchange())
                            .run(to -> parts.exports().export(export, to)));
        } else {
            request.exchange().send(Reply.of(reply(request, parameters)));
        }
    }

    private Record reply(Request request, Record parameters) {
        Caller caller = request.caller();
        if (parameters instanceof Methods.None) {
            return parts.info();
        } else if (parameters instanceof Service.DescriptionRequest description) {
            return new Service.Description(Interfaces.description(description.interface_()));
        } else if (parameters instanceof BootEnvironments.ListRequest list) {
            return listing(Boolean.TRUE.equals(list.snapshots()), Boolean.TRUE.equals(list.datasets()));
        } else if (parameters instanceof BootEnvironments.UploadRequest upload) {
            return parts.transfers().append(upload);
        } else if (parameters instanceof Jobs.ListRequest list) {
            return jobs(caller, Boolean.TRUE.equals(list.all()));
        } else if (parameters instanceof Jobs.GetRequest get) {
            return new Jobs.Got(visible(caller, parts.queue().get(get.job())));
        } else if (parameters instanceof Jobs.CancelRequest cancel) {
            requireJob(request, cancel.job());
            return new Jobs.Cancelled(parts.queue().cancel(cancel.job(), caller.peer()));
        }
        String method = request.call().method();
        throw new SnapupException(ErrorCode.METHOD_NOT_IMPLEMENTED, method, "nothing answers " + method, null);
    }

    private void watch(Request request, Jobs.WatchRequest watch) {
        requireJob(request, watch.job());
        Long from = watch.from();
        new EventStream(request.exchange(), threads, parts.limits().status(), Jobs.Watched::new)
                .start(parts.queue(), watch.job(), from == null ? 0 : from);
    }

    /** The queue is everybody's to see, so an absent job may be called absent before anything else. */
    private void requireJob(Request request, long job) {
        parts.queue().get(job);
        policy.requireJob(
                request.caller(),
                request.call().method(),
                parts.queue().isRequester(job, request.caller().peer().uid()));
    }

    private BootEnvironments.Listing listing(boolean snapshots, boolean datasets) {
        BootEnvironments.Listing view = parts.beView().view();
        return new BootEnvironments.Listing(
                view.bootEnvironments().stream()
                        .map(be -> reduced(be, snapshots, datasets))
                        .toList(),
                view.asOf(),
                view.root());
    }

    private static BootEnvironment reduced(BootEnvironment be, boolean snapshots, boolean datasets) {
        List<BootEnvironments.Dataset> all = be.datasets();
        return new BootEnvironment(
                be.name(),
                be.uuid(),
                be.activeNow(),
                be.activeOnReboot(),
                be.mountpoint(),
                be.spaceBytes(),
                be.policy(),
                be.created(),
                be.unfinishedJob(),
                snapshots ? be.snapshots() : null,
                be.bootOnce(),
                be.description(),
                !datasets || all == null
                        ? null
                        : all.stream()
                                .map(dataset -> snapshots ? dataset : withoutSnapshots(dataset))
                                .toList());
    }

    private static BootEnvironments.Dataset withoutSnapshots(BootEnvironments.Dataset dataset) {
        return new BootEnvironments.Dataset(
                dataset.name(),
                dataset.mountpoint(),
                dataset.spaceBytes(),
                dataset.ownBytes(),
                dataset.snapshotBytes(),
                dataset.reservedBytes(),
                dataset.created(),
                dataset.origin(),
                null);
    }

    private Jobs.Listing jobs(Caller caller, boolean all) {
        String asOf = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        List<Job> jobs = parts.queue().list(all).stream()
                .map(job -> visible(caller, job))
                .toList();
        return new Jobs.Listing(jobs, asOf);
    }

    /** Parameters and outcome are for those who asked for the job, and administrators. */
    private Job visible(Caller caller, Job job) {
        if (caller.may(Action.USE_ANY_JOB)
                || parts.queue().isRequester(job.number(), caller.peer().uid())) {
            return job;
        }
        return new Job(
                job.number(),
                job.kind(),
                job.state(),
                job.position(),
                job.uid(),
                job.submitted(),
                job.started(),
                job.ended(),
                job.cancellable(),
                job.lastEvent(),
                null,
                null);
    }
}
