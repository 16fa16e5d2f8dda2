package org.snapup.daemon.jobs;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.workflows.Workflows;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Journal.JournalLostException;
import org.snapup.daemon.workflows.run.Journal.ParkedException;
import org.snapup.daemon.workflows.run.Machine;
import org.snapup.daemon.workflows.run.Order;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.WorkflowRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Runs the jobs, one at a time, on a thread of its own. */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** How long a job that is changing a BE in place may go on after the daemon was asked to stop. */
    private static final Duration GRACE = Duration.ofSeconds(50);

    private final Conductor conductor;
    private final Machine machine;
    private final JobCommands commands;
    private final Limits limits;
    private final Clock clock;
    private final CrashPoints crashPoints;
    private final Consumer<Entry> changes;
    private final JobListener listener;
    private final Thread thread;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private volatile boolean overdue;
    private boolean roomMade; // confined to the worker's thread

    /**
     * @param changes told of each entry of a job before it is shown to anybody
     * @param listener told of the job that runs
     */
    public Worker(
            Conductor conductor,
            Machine machine,
            JobCommands commands,
            Limits limits,
            Clock clock,
            CrashPoints crashPoints,
            Consumer<Entry> changes,
            JobListener listener) {
        this.changes = changes;
        this.listener = listener;
        this.commands = commands;
        this.conductor = conductor;
        this.machine = machine;
        this.limits = limits;
        this.clock = clock;
        this.crashPoints = crashPoints;
        this.thread = new Thread(this::work, "worker");
    }

    public void start() {
        thread.start();
    }

    private void work() {
        try {
            QueuedJob job = conductor.take(this::makeRoom);
            while (job != null) {
                run(job);
                job = isStopping() ? null : conductor.take(this::makeRoom);
            }
        } catch (ParkedException e) {
            LOG.atInfo().log("job parked; the next start goes on with it");
        } catch (JournalLostException e) {
            LOG.atError().setCause(e).log("worker stopped: the job's file can't be written");
        } catch (InterruptedException e) {
            LOG.atDebug().log("worker interrupted");
        } catch (Throwable e) { // top of the thread
            LOG.atError().setCause(e).log("worker died");
        }
    }

    private void run(QueuedJob job) {
        Order order = job.order();
        if (job.isQueued() && runningBeChanged(order.binding())) {
            conductor.notRun(
                    job,
                    ErrorCode.RUNNING_BE_CHANGED,
                    "Not run: the running BE changed since the job was accepted; repeat the request if it is still"
                            + " wanted.");
            return;
        }
        if (job.isQueued()) {
            try {
                conductor.checkBesLimit(job);
            } catch (SnapupException e) {
                conductor.notRun(job, e.code(), "Not run: " + e.getMessage());
                return;
            }
        }
        JobJournal journal = new JobJournal(
                conductor,
                job,
                limits,
                clock,
                crashPoints,
                new JobJournal.Surroundings(
                        this::isStopping, () -> overdue, this::pause, changes, machine.storage()::releaseReserve));
        commands.begin(machine.instance(), order.job(), journal);
        listener.began(order.job(), order.method());
        try {
            new WorkflowRunner(new Work(order, machine, journal), Workflows.of(order.method())).run();
        } finally {
            listener.rested(order.job());
            commands.end();
        }
        roomMade |= journal.roomMade();
        if (roomMade) {
            takeReserve(); // after each job from then on: there may not be enough space at once
        }
    }

    private void makeRoom() {
        machine.storage().releaseReserve();
        roomMade = true;
    }

    private void takeReserve() {
        try {
            machine.storage().takeReserve();
        } catch (SnapupException e) {
            LOG.atWarn().setCause(e).log("the space reserve isn't there; the next start takes it");
        }
    }

    private boolean runningBeChanged(Binding binding) {
        return binding.isLive()
                && !binding.liveUuid().isEmpty()
                && machine.storage().list().stream().noneMatch(be -> be.live() && be.is(binding.liveUuid()));
    }

    private boolean isStopping() {
        return stopAsked.getCount() == 0;
    }

    private boolean pause() {
        try {
            return !stopAsked.await(limits.retryPause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Parks the running job at its next safe point and waits for that, at most a minute. */
    @Override
    public void close() {
        stopAsked.countDown();
        conductor.stopAccepting();
        try {
            thread.join(GRACE.toMillis());
            overdue = true;
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
