package org.snapup.daemon.jobs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.run.Journal.JournalLostException;
import org.snapup.daemon.workflows.run.Trail;
import org.snapup.exec.ProcessId;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.SnapupException;

/**
 * The thread that owns all job state, and the way to it: the {@link JobTable} is changed there only. Readers look at what was
 * published last and never wait for it.
 */
public final class Conductor implements Queue, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final long STOP = -1;
    private static final long MAKE_ROOM = -2;
    private static final Duration ROOM_WAIT = Duration.ofSeconds(10);

    private final StateDirectory state;
    private final Function<Record, Binding> binder;
    private final Supplier<Set<String>> unbootedBes;
    private final Admission admission;
    private final JobFiles files;
    private final JobViews views;
    private final ExecutorService thread;

    private final LinkedBlockingQueue<Long> ready = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<CompletableFuture<Void>> roomWanted = new LinkedBlockingQueue<>();
    private final Tally tally = new Tally();
    private final JobTable table;
    private boolean closing; // confined to the conductor's thread

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
        this.files = new JobFiles(state, clock, crashPoints);
        this.views = new JobViews(state.jobs(), clock);
        this.table = new JobTable(state, admission, clock, files, views, tally, highestTag);
        table.load().forEach(job -> ready.add(job.number()));
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "conductor"));
    }

    // ---- Queue

    @Override
    public Queue.Accepted submit(JobRequest request, Peer peer) {
        refuseWhenReadOnly();
        Binding binding = binder.apply(request.parameters());
        Set<String> unbooted = unbootedBes.get();
        try {
            return accept(request, peer, binding, unbooted);
        } catch (SnapupException e) {
            boolean frees = request.method().equals(BootEnvironments.DESTROY);
            if (e.code() != ErrorCode.NO_SPACE || !frees || !views.list(false).isEmpty()) {
                throw e;
            }
            makeRoom(e);
            return accept(request, peer, binding, unbooted);
        }
    }

    /** Lets the idle worker release the space reserve: what gives space back must not fail for want of a few bytes. */
    private void makeRoom(SnapupException why) {
        CompletableFuture<Void> made = new CompletableFuture<>();
        roomWanted.add(made);
        ready.add(MAKE_ROOM);
        try {
            made.get(ROOM_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        } catch (ExecutionException | TimeoutException e) {
            why.addSuppressed(e);
            throw why;
        }
    }

    private Queue.Accepted accept(JobRequest request, Peer peer, Binding binding, Set<String> unbooted) {
        return change(() -> {
            if (closing) {
                throw new SnapupException(
                        ErrorCode.SHUTTING_DOWN, "snapupd is stopping; repeat the request when it is up");
            }
            Queue.Accepted accepted = table.accept(request, peer, binding, unbooted);
            if (!accepted.joined()) {
                ready.add(accepted.job());
            }
            return accepted;
        });
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
        return change(() -> table.cancel(number, peer));
    }

    // ---- for the worker

    /**
     * The next job to be run, by number; blocks until there is one, null when nothing is run any more.
     *
     * @param room releases the space reserve; called meanwhile where the file of a job that gives space back needs it
     */
    @Nullable
    QueuedJob take(Runnable room) throws InterruptedException {
        while (true) {
            long number = ready.take();
            if (number == MAKE_ROOM) {
                release(room);
                continue;
            }
            if (number == STOP || files.readOnly().isPresent()) {
                return null;
            }
            QueuedJob job = call(() -> table.get(number));
            if (!call(job::isEnded)) {
                return job;
            }
        }
    }

    private void release(Runnable room) throws InterruptedException {
        CompletableFuture<Void> made = roomWanted.take();
        try {
            room.run();
            made.complete(null);
        } catch (SnapupException e) {
            made.completeExceptionally(e);
        }
    }

    /** Appends a line to the job's file and applies it; returns when it is as durable as its body asks for. */
    void appendAndWait(QueuedJob job, Record body) {
        call(() -> {
            table.append(job, body);
            return job;
        });
    }

    /** Appends a line when the thread gets to it. */
    void appendLater(QueuedJob job, Record body) {
        try {
            thread.execute(() -> {
                try {
                    table.append(job, body);
                } catch (JournalLostException | SnapupException e) {
                    LOG.atDebug().setCause(e).addKeyValue("job", job.number()).log("progress dropped");
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.atDebug().addKeyValue("job", job.number()).log("the daemon stops; progress dropped");
        }
    }

    void cancellable(QueuedJob job, boolean honoured) {
        call(() -> {
            table.cancellable(job, honoured);
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
            admission.checkBes(table.all(), job.accepted(), unbooted);
            return job;
        });
    }

    /** Ends a job that waited, without running it. */
    void notRun(QueuedJob job, ErrorCode code, String text) {
        call(() -> {
            table.end(job, Result.NOT_RUN, code, text);
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
        for (QueuedJob job : call(() -> List.copyOf(table.all()))) {
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
        return call(() -> table.find(number).filter(QueuedJob::isEnded).map(QueuedJob::trail));
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
        return call(() -> table.trim(retention, needed, unbooted, bes));
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
