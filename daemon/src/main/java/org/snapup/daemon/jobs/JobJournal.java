package org.snapup.daemon.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Journal;
import org.snapup.daemon.workflows.run.Trail;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.JobState;
import org.snapup.protocol.SnapupException;

/** A running job's file, for its workflow. Confined to the worker's thread. */
final class JobJournal implements Journal {
    /** Space that was given back shows some time later. */
    private static final int ROOM_TRIES = 5;

    private static final Duration ROOM_PAUSE = Duration.ofMillis(200);

    private final Conductor conductor;
    private final QueuedJob job;
    private final Limits limits;
    private final Clock clock;
    private final CrashPoints crashPoints;
    private final Surroundings daemon;
    private final Trail trail = new Trail();
    private long chatter;
    private Instant lastProgress = Instant.EPOCH;
    private @Nullable String lastPhase;
    private @Nullable Boolean shownCancellable;
    private boolean roomMade;

    JobJournal(
            Conductor conductor,
            QueuedJob job,
            Limits limits,
            Clock clock,
            CrashPoints crashPoints,
            Surroundings daemon) {
        this.conductor = conductor;
        this.job = job;
        this.limits = limits;
        this.clock = clock;
        this.crashPoints = crashPoints;
        this.daemon = daemon;
        for (Line line : conductor.lines(job)) {
            if (line.body() instanceof Entry entry) {
                trail.apply(entry);
            }
        }
    }

    /**
     * What the journal has of the daemon around it.
     *
     * @param asked the daemon wants the worker back
     * @param overdue it can't wait any longer
     * @param changes told of each entry before it is shown to anybody
     * @param makeRoom releases the space reserve
     */
    record Surroundings(
            BooleanSupplier asked, BooleanSupplier overdue, Pause pause, Consumer<Entry> changes, Runnable makeRoom) {}

    /** Waits between two tries; false when the daemon stops meanwhile. */
    @FunctionalInterface
    interface Pause {
        boolean await();
    }

    @Override
    public void append(Entry entry) {
        trail.apply(entry);
        if (entry instanceof Entry.Progressed progressed) {
            if (isWorthShowing(progressed.progress())) {
                conductor.appendLater(job, progressed);
            }
        } else if (entry instanceof Entry.Output output) {
            chatter += output.text().length() + 100L;
            if (chatter < limits.progressBytes()) {
                conductor.appendLater(job, output);
            }
        } else if (entry instanceof Entry.ChildEnded) {
            // nothing waits for it: a child that is gone does no harm in the file
            conductor.appendLater(job, (Record) entry);
        } else {
            daemon.changes().accept(entry);
            write(entry);
        }
    }

    /**
     * Without space, the reserve is released for what leads back or on to the end. What announces a change that may need
     * more space is refused instead: the reserve is kept for the way back.
     */
    private void write(Entry entry) {
        boolean announced = trail.direction() == JobState.RUNNING && announces(entry);
        if (roomMade && announced) {
            throw new SnapupException(ErrorCode.NO_SPACE, "there is no space to go on: not even for the job's file");
        }
        try {
            conductor.appendAndWait(job, (Record) entry);
        } catch (SnapupException e) {
            if (e.code() != ErrorCode.NO_SPACE || announced) {
                throw e;
            }
            // a child is found by its environment, too
            if (entry.durable()) {
                makeRoomAndWrite(entry);
            }
        }
    }

    private static boolean announces(Entry entry) {
        return entry instanceof Entry.Intent
                || (entry instanceof Entry.Learned learned
                        && learned.fact().equals(Fact.Changing.class.getSimpleName()));
    }

    private void makeRoomAndWrite(Entry entry) {
        for (int i = 1; ; i++) {
            try {
                daemon.makeRoom().run();
                roomMade = true;
                conductor.appendAndWait(job, (Record) entry);
                return;
            } catch (SnapupException e) {
                if (i == ROOM_TRIES) {
                    throw conductor.lost(job, e);
                }
            }
            LockSupport.parkNanos(ROOM_PAUSE.toNanos());
        }
    }

    /** Whether the space reserve was needed for the file. */
    boolean roomMade() {
        return roomMade;
    }

    /** A phase's start and end, and in between as often as the limits allow. */
    private boolean isWorthShowing(Progress progress) {
        boolean edge =
                !progress.phase().equals(lastPhase) || (progress.total() > 0 && progress.done() == progress.total());
        Instant now = clock.instant();
        if (!edge && now.isBefore(lastProgress.plus(limits.progressPause()))) {
            return false;
        }
        lastPhase = progress.phase();
        lastProgress = now;
        chatter += 200;
        return chatter < limits.progressBytes();
    }

    @Override
    public Trail trail() {
        return trail;
    }

    @Override
    public boolean cancelRequested() {
        if (daemon.overdue().getAsBoolean() || (daemon.asked().getAsBoolean() && !trail.knows(Fact.Changing.class))) {
            throw new ParkedException();
        }
        return job.cancelRequested();
    }

    @Override
    public void cancellable(boolean honoured) {
        if (!Boolean.valueOf(honoured).equals(shownCancellable)) {
            shownCancellable = honoured;
            conductor.cancellable(job, honoured);
        }
    }

    @Override
    public void pause() {
        if (!daemon.pause().await()) {
            throw new ParkedException();
        }
    }

    @Override
    public void crashPoint(String name) {
        crashPoints.at(name);
    }
}
