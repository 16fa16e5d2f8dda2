package org.snapup.daemon.jobs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.JobRecord.Requested;
import org.snapup.daemon.jobs.JobRecord.Requester;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;

/**
 * Every job and its file: a line is written durably, then applied, then shown. Confined to the conductor's thread once it
 * is loaded.
 */
final class JobTable {
    private static final Logger LOG = LoggerFactory.getLogger(JobTable.class);

    private final StateDirectory state;
    private final Admission admission;
    private final Clock clock;
    private final JobFiles files;
    private final JobViews views;
    private final Tally tally;
    private final NavigableMap<Long, QueuedJob> jobs = new TreeMap<>();
    private final Map<Long, Boolean> cancellable = new HashMap<>();
    private long lastJob;

    JobTable(
            StateDirectory state,
            Admission admission,
            Clock clock,
            JobFiles files,
            JobViews views,
            Tally tally,
            long highestTag) {
        this.state = state;
        this.admission = admission;
        this.clock = clock;
        this.files = files;
        this.views = views;
        this.tally = tally;
        this.lastJob = Math.max(highestTag, state.lastJob());
    }

    /** Reads every job's file; gives the jobs that haven't ended, in their order. */
    List<QueuedJob> load() {
        try {
            for (long number : JobFile.numbers(state.jobs())) {
                lastJob = Math.max(lastJob, number);
                List<Line> lines = JobFile.read(state.jobs(), number);
                QueuedJob job = QueuedJob.replay(number, lines);
                jobs.put(number, job);
                if (job.isEnded()) {
                    continue;
                }
                views.follow(number, lines);
                Optional<String> notUnderstood = job.notUnderstood();
                if (notUnderstood.isPresent()) {
                    // nothing may be changed before a newer snapupd finished it
                    files.refuse(
                            number,
                            "job " + number + " was begun by a newer snapupd (its file has " + notUnderstood.get()
                                    + "); start that one to finish it",
                            null);
                } else {
                    job.skipReserved();
                    files.open(number);
                }
            }
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STATE_REFUSED,
                    "the jobs in " + state.jobs() + " can't be read: " + e.getMessage()
                            + "; move the damaged file away and start snapupd again",
                    e);
        }
        jobs.values().forEach(this::publish);
        return jobs.values().stream().filter(job -> !job.isEnded()).toList();
    }

    Collection<QueuedJob> all() {
        return jobs.values();
    }

    QueuedJob get(long number) {
        return requireNonNull(jobs.get(number));
    }

    Optional<QueuedJob> find(long number) {
        return Optional.ofNullable(jobs.get(number));
    }

    /** Joins the request to an identical job that waits, or makes one of it. */
    Queue.Accepted accept(JobRequest request, Peer peer, Binding binding, Set<String> unbooted) throws IOException {
        boolean automatic = request.parameters() instanceof Packages.Operation r && r.beName() == null;
        Requested accepted = new Requested(
                Requested.FORMAT,
                lastJob + 1,
                state.instance(),
                request.method(),
                withoutNulls(request),
                request.admin(),
                automatic,
                binding,
                Requester.of(peer));
        for (QueuedJob job : jobs.values()) {
            if (job.isQueued() && job.isSame(accepted)) {
                append(job, new JobRecord.Joined(accepted.requester()));
                return new Queue.Accepted(job.number(), true);
            }
        }
        admission.checkQueue(jobs.values(), accepted);
        admission.checkBes(jobs.values(), accepted, unbooted);
        return new Queue.Accepted(make(accepted).number(), false);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the codec leaves nulls out
    private static Map<String, Object> withoutNulls(JobRequest request) {
        return (Map<String, Object>) (Map<?, ?>) request.parameterMap();
    }

    private QueuedJob make(Requested accepted) throws IOException {
        long number = accepted.job();
        List<Line> first = files.create(accepted);
        QueuedJob job = QueuedJob.replay(number, first);
        lastJob = number;
        jobs.put(number, job);
        views.follow(number, first);
        publish(job);
        LOG.atInfo()
                .addKeyValue("job", number)
                .addKeyValue("kind", accepted.method())
                .addKeyValue("uid", accepted.requester().uid())
                .log("job accepted");
        return job;
    }

    /** Whether the caller left the job to others; else the job is over or was told to stop. */
    boolean cancel(long number, Peer peer) {
        QueuedJob job = requireNonNull(jobs.get(number));
        boolean others = job.requesters().stream().anyMatch(uid -> uid != peer.uid());
        if (!job.isEnded() && others && job.requesters().contains(peer.uid())) {
            append(job, new JobRecord.Left(peer.uid()));
            return true;
        }
        if (job.isQueued()) {
            end(job, Result.NOT_RUN, ErrorCode.CANCELLED, "The job was cancelled before it started.");
            return false;
        }
        if (job.isEnded() || !isCancellable(job)) {
            throw new SnapupException(
                    ErrorCode.NOT_CANCELLABLE,
                    Long.toString(number),
                    job.isEnded()
                            ? "job " + number + " has ended; see: snapup job show " + number
                            : "job " + number + " can't be stopped safely at this point; see: snapup job watch "
                                    + number,
                    null);
        }
        append(job, new JobRecord.CancelRequested(peer.uid()));
        return false;
    }

    /** Ends a job that waited. */
    void end(QueuedJob job, Result result, ErrorCode code, String text) {
        Outcome outcome = new Outcome(result, Outcome.EXIT_FAILED, text, code.varlinkName(), null);
        append(job, new Entry.Moved(JobState.ENDED, code.varlinkName(), text, outcome));
    }

    void append(QueuedJob job, Record body) {
        Line line = files.append(job, body);
        job.apply(line);
        Optional<Event> event = EventLog.event(line, isCancellable(job));
        if (event.isPresent() || body instanceof JobRecord) {
            publish(job);
        }
        event.ifPresent(shown -> views.append(job.number(), shown));
        if (job.isEnded()) {
            close(job);
        } else if (body instanceof JobRecord) {
            views.wake(job.number());
        }
    }

    private void close(QueuedJob job) {
        cancellable.remove(job.number());
        views.end(job.number());
        files.close(job.number());
        Outcome outcome = job.outcome();
        if (outcome != null) {
            tally.add(job.kind(), outcome.result(), job.ran());
        }
        LOG.atInfo()
                .addKeyValue("job", job.number())
                .addKeyValue("outcome", outcome == null ? "none" : outcome.result())
                .log("job ended");
        // those behind it move up
        jobs.tailMap(job.number(), false).values().stream()
                .filter(QueuedJob::isQueued)
                .forEach(waiting -> {
                    publish(waiting);
                    views.wake(waiting.number());
                });
    }

    /** Whether a cancel would be honoured now; shown to watchers. */
    void cancellable(QueuedJob job, boolean honoured) {
        cancellable.put(job.number(), honoured);
        publish(job);
    }

    private boolean isCancellable(QueuedJob job) {
        return !job.isEnded() && cancellable.getOrDefault(job.number(), true);
    }

    private void publish(QueuedJob job) {
        Long position = null;
        if (job.isQueued()) {
            position = jobs.headMap(job.number(), false).values().stream()
                    .filter(before -> !before.isEnded())
                    .count();
        }
        views.show(job.show(position, isCancellable(job)), job.requesters());
    }

    /** How many files went; see {@link Conductor#trim}. */
    int trim(Retention retention, Set<Long> needed, Set<String> unbooted, Set<String> bes) throws IOException {
        List<Retention.Ended> ended = jobs.values().stream()
                .flatMap(job ->
                        Optional.ofNullable(job.ended()).stream().map(at -> new Retention.Ended(job.number(), at)))
                .toList();
        int removed = 0;
        for (long number : retention.expired(ended, clock.instant())) {
            QueuedJob job = requireNonNull(jobs.get(number));
            if (!needed.contains(number) && !isHeld(job, unbooted, bes)) {
                JobFile.delete(state.jobs(), number);
                jobs.remove(number);
                views.forget(number);
                removed++;
            }
        }
        if (removed > 0) {
            LOG.atInfo().addKeyValue("count", removed).log("files of old jobs removed");
        }
        return removed;
    }

    private static boolean isHeld(QueuedJob job, Set<String> unbooted, Set<String> bes) {
        Outcome outcome = job.outcome();
        boolean recovery = outcome != null && outcome.result() == Result.RECOVERABLE && bes.contains(outcome.be());
        return recovery
                || job.trail()
                        .find(Fact.CloneRoute.class)
                        .filter(route -> unbooted.contains(route.uuid()))
                        .isPresent();
    }
}
