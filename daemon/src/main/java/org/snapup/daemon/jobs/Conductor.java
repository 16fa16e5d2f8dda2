package org.snapup.daemon.jobs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.JobRecord.Requested;
import org.snapup.daemon.jobs.JobRecord.Requester;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Journal.JournalLostException;
import org.snapup.daemon.workflows.run.Trail;
import org.snapup.exec.ProcessId;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;

/**
 * Owns all job state on one thread: writes a line durably, then applies it, then shows it. Readers look at what was
 * published last and never wait for it.
 */
public final class Conductor implements Queue, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final long STOP = -1;

    private final StateDirectory state;
    private final Function<Record, Binding> binder;
    private final Supplier<Set<String>> unbootedBes;
    private final Admission admission;
    private final Clock clock;
    private final JobFiles files;
    private final JobViews views;
    private final ExecutorService thread;

    // confined to the conductor's thread, but for the constructor
    private final NavigableMap<Long, QueuedJob> jobs = new TreeMap<>();
    private final Map<Long, Boolean> cancellable = new HashMap<>();
    private long lastJob;
    private boolean closing;

    private final LinkedBlockingQueue<Long> ready = new LinkedBlockingQueue<>();
    private final Tally tally = new Tally();

    /**
     * Reads every job's file.
     *
     * @param binder binds a request's names to identities; called on the submitter's thread
     * @param unbootedBes uuids of the BEs that no machine booted yet; called on the submitter's thread
     * @param highestTag the highest job number among the tags in the storage
     * @throws SnapupException {@code STATE_REFUSED} when a file is damaged
     */
    public Conductor(
            StateDirectory state,
            Function<Record, Binding> binder,
            Supplier<Set<String>> unbootedBes,
            long highestTag,
            Limits limits,
            Clock clock,
            CrashPoints crashPoints) {
        this.state = state;
        this.binder = binder;
        this.unbootedBes = unbootedBes;
        this.admission = new Admission(limits);
        this.clock = clock;
        this.files = new JobFiles(state, clock, crashPoints);
        this.views = new JobViews(state.jobs(), clock);
        this.lastJob = Math.max(highestTag, state.lastJob());
        load();
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "conductor"));
    }

    private void load() {
        try {
            for (long number : JobFile.numbers(state.jobs())) {
                lastJob = Math.max(lastJob, number);
                List<Line> lines = JobFile.read(state.jobs(), number);
                QueuedJob job = QueuedJob.replay(lines);
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
        jobs.values().stream().filter(job -> !job.isEnded()).forEach(job -> ready.add(job.number()));
    }

    // ---- Queue

    @Override
    public Queue.Accepted submit(JobRequest request, Peer peer) {
        refuseWhenReadOnly();
        Binding binding = binder.apply(request.parameters());
        Set<String> unbooted = unbootedBes.get();
        return change(() -> accept(request, peer, binding, unbooted));
    }

    @Override
    public List<Job> list(boolean all) {
        return views.list(all);
    }

    @Override
    public Job get(long number) {
        return views.get(number);
    }

    @Override
    public boolean isRequester(long job, long uid) {
        return views.isRequester(job, uid);
    }

    @Override
    public Feed watch(long number, long from, Runnable onAvailable) {
        return views.watch(number, from, onAvailable);
    }

    @Override
    public boolean cancel(long number, Peer peer) {
        get(number);
        refuseWhenReadOnly();
        return change(() -> {
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
        });
    }

    // ---- for the worker

    /** The next job to be run, by number; blocks until there is one, null when nothing is run any more. */
    @Nullable
    QueuedJob take() throws InterruptedException {
        while (true) {
            long number = ready.take();
            if (number == STOP || files.readOnly().isPresent()) {
                return null;
            }
            QueuedJob job = call(() -> requireNonNull(jobs.get(number)));
            if (!call(job::isEnded)) {
                return job;
            }
        }
    }

    /** Whether no job waits. */
    boolean isIdle() {
        return ready.isEmpty();
    }

    /** Appends a line to the job's file and applies it; returns when it is as durable as its body asks for. */
    void appendAndWait(QueuedJob job, Record body) {
        call(() -> {
            append(job, body);
            return job;
        });
    }

    /** Appends a line when the thread gets to it. */
    void appendLater(QueuedJob job, Record body) {
        try {
            thread.execute(() -> {
                try {
                    append(job, body);
                } catch (JournalLostException | SnapupException e) {
                    LOG.atDebug().setCause(e).addKeyValue("job", job.number()).log("progress dropped");
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.atDebug().addKeyValue("job", job.number()).log("the daemon stops; progress dropped");
        }
    }

    boolean cancelRequested(QueuedJob job) {
        return call(job::cancelRequested);
    }

    void cancellable(QueuedJob job, boolean honoured) {
        call(() -> {
            cancellable.put(job.number(), honoured);
            publish(job);
            return job;
        });
    }

    /**
     * Why a job that waited may not run now: its requester's earlier jobs may have made BEs meanwhile.
     *
     * @throws SnapupException {@code TOO_MANY_BES}
     */
    void checkBesLimit(QueuedJob job) {
        Set<String> unbooted = unbootedBes.get();
        call(() -> {
            admission.checkBes(jobs.values(), job.accepted(), unbooted);
            return job;
        });
    }

    /** Ends a job that waited, without running it. */
    void notRun(QueuedJob job, ErrorCode code, String text) {
        call(() -> {
            end(job, Result.NOT_RUN, code, text);
            return job;
        });
    }

    List<Line> lines(QueuedJob job) {
        try {
            return JobFile.read(state.jobs(), job.number());
        } catch (IOException e) {
            throw new JournalLostException("the file of job " + job.number() + " can't be read", e);
        }
    }

    /** Children of earlier processes that their jobs' files don't see end, by job. */
    public Map<Long, List<ProcessId>> orphans() {
        Map<Long, List<ProcessId>> orphans = new TreeMap<>();
        for (QueuedJob job : call(() -> List.copyOf(jobs.values()))) {
            if (!job.isEnded() && !job.isQueued() && job.notUnderstood().isEmpty()) {
                orphans.put(
                        job.number(),
                        job.trail().children().stream()
                                .map(child -> new ProcessId(child.pid(), child.start()))
                                .toList());
            }
        }
        return orphans;
    }

    /** The trail of an ended job, empty for one that is unknown or hasn't ended. */
    public Optional<Trail> endedTrail(long number) {
        return call(() ->
                Optional.ofNullable(jobs.get(number)).filter(QueuedJob::isEnded).map(QueuedJob::trail));
    }

    /** The job's file can't be written, whatever was tried: nothing is changed any more. */
    JournalLostException lost(QueuedJob job, SnapupException why) {
        call(() -> {
            files.refuse(job.number(), why.getMessage(), why);
            return job;
        });
        return new JournalLostException(why.getMessage(), why);
    }

    /** Why nothing may be changed, empty in health. */
    public Optional<String> readOnly() {
        return files.readOnly();
    }

    /** Counts the jobs that ended since this was opened. */
    public Tally tally() {
        return tally;
    }

    /**
     * Removes the files of ended jobs that aren't kept any longer. The numbers stay used: the counter is beside them.
     *
     * @param needed jobs that must stay: something in the storage has their tag
     * @param unbooted uuids of BEs that nobody booted: jobs that made them count against their requesters
     * @param bes names of the BEs: a job that left one for recovery stays with it
     * @return how many went
     */
    public int trim(Retention retention, Set<Long> needed, Set<String> unbooted, Set<String> bes) {
        if (files.readOnly().isPresent()) {
            return 0;
        }
        return call(() -> {
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
        });
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

    // ---- confined to the conductor's thread

    private Queue.Accepted accept(JobRequest request, Peer peer, Binding binding, Set<String> unbooted)
            throws IOException {
        if (closing) {
            throw new SnapupException(ErrorCode.SHUTTING_DOWN, "snapupd is stopping; repeat the request when it is up");
        }
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
        QueuedJob job = QueuedJob.replay(first);
        lastJob = number;
        jobs.put(number, job);
        views.follow(number, first);
        publish(job);
        ready.add(number);
        LOG.atInfo()
                .addKeyValue("job", number)
                .addKeyValue("kind", accepted.method())
                .addKeyValue("uid", accepted.requester().uid())
                .log("job accepted");
        return job;
    }

    private void end(QueuedJob job, Result result, ErrorCode code, String text) {
        Outcome outcome = new Outcome(result, Outcome.EXIT_FAILED, text, code.varlinkName(), null);
        append(job, new Entry.Moved(JobState.ENDED, code.varlinkName(), text, outcome));
    }

    private void append(QueuedJob job, Record body) {
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

    // ---- the thread

    private <T> T call(Callable<T> task) {
        try {
            return thread.submit(task).get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new SnapupException(ErrorCode.INTERNAL, "the queue broke: " + cause, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapupException(ErrorCode.SHUTTING_DOWN, "snapupd is stopping", e);
        } catch (RejectedExecutionException e) {
            throw new SnapupException(ErrorCode.SHUTTING_DOWN, "snapupd is stopping", e);
        }
    }

    /** {@link #call} for a client, who is told that nothing is changed any more. */
    private <T> T change(Callable<T> task) {
        try {
            return call(task);
        } catch (JournalLostException e) {
            refuseWhenReadOnly();
            throw e;
        }
    }

    private void refuseWhenReadOnly() {
        files.readOnly().ifPresent(reason -> {
            throw new SnapupException(ErrorCode.READ_ONLY, "snapupd makes no changes: " + reason);
        });
    }

    /** No request is accepted from here on. */
    void stopAccepting() {
        call(() -> closing = true);
        ready.add(STOP);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        files.close();
    }
}
