package org.snapup.daemon.workflows.run;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.workflows.run.Journal.JournalLostException;
import org.snapup.daemon.workflows.run.Journal.ParkedException;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/**
 * Drives one job from wherever its trail stands to its outcome; a fresh job and one that a crash cut off go the same
 * way. Confined to the worker's thread.
 */
public final class WorkflowRunner {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowRunner.class);

    private final Work work;
    private final Workflow workflow;

    public WorkflowRunner(Work work, Workflow workflow) {
        this.work = work;
        this.workflow = workflow;
    }

    /**
     * Runs the job to its end; when this returns, the outcome is durable.
     *
     * @throws JournalLostException or {@link ParkedException} when the job has to stay as it stands
     */
    public Outcome run() {
        JobState before = work.trail().direction();
        if (before == JobState.QUEUED) {
            move(JobState.RUNNING);
            forward();
        } else if (before == JobState.RUNNING) {
            turn(new SnapupException(ErrorCode.INTERRUPTED, "snapupd stopped while the job ran"));
        }
        boolean forward = work.trail().direction() == JobState.FINISHING;
        work.journal().cancellable(false);
        if (forward) {
            finish(workflow::finishing);
        } else if (nextOf(workflow.backward(work)) != null) {
            work.storage().releaseReserve();
            finish(workflow::backward);
            work.storage().takeReserve();
        }
        Outcome outcome = forward ? workflow.done(work) : workflow.wentBack(work);
        work.journal().append(new Entry.Moved(JobState.ENDED, outcome.error(), outcome.text(), outcome));
        return outcome;
    }

    private void forward() {
        try {
            Step next = nextOf(workflow.forward(work));
            while (next != null) {
                work.checkCancelled();
                perform(next);
                if (work.trail().knows(Fact.NothingToDo.class)) {
                    move(JobState.UNDOING);
                    return;
                }
                next = nextOf(workflow.forward(work));
            }
            work.checkCancelled();
            perform(workflow.commit(work));
            move(JobState.FINISHING);
        } catch (SnapupException e) {
            turn(e);
        }
    }

    /** Decides, after an error or a crash on the way forward, which way the job goes on. */
    private void turn(SnapupException why) {
        String commit = workflow.commit(work).name();
        if (work.trail().done(commit) || (work.trail().begun(commit) && workflow.committed(work))) {
            move(JobState.FINISHING);
        } else if (work.trail().knows(Fact.Changing.class)
                && !work.trail().knows(Fact.Verdict.class)
                && workflow.goesOn(work)) {
            work.note("The package engine finished what was cut off: " + why.getMessage());
            forward();
        } else {
            work.journal().append(new Entry.Moved(JobState.UNDOING, why.code().varlinkName(), why.getMessage(), null));
        }
    }

    /** Applies what must be applied; what stands in the way is shown, and it is tried again until it is gone. */
    private void finish(Function<Work, List<Step>> steps) {
        Step next = nextOf(steps.apply(work));
        while (next != null) {
            try {
                perform(next);
            } catch (SnapupException e) {
                insist(next, e);
            }
            next = nextOf(steps.apply(work));
        }
    }

    private void insist(Step step, SnapupException obstacle) {
        JobState direction = work.trail().direction();
        String shown = "";
        while (true) {
            if (!obstacle.getMessage().equals(shown)) {
                shown = obstacle.getMessage();
                String text = Outcomes.sentence(shown) + " snapupd tries again by itself.";
                work.journal()
                        .append(new Entry.Moved(
                                JobState.BLOCKED, obstacle.code().varlinkName(), text, null));
            }
            work.journal().pause();
            try {
                apply(step);
                break;
            } catch (SnapupException e) {
                obstacle = e;
            }
        }
        move(direction);
        work.journal().append(new Entry.Done(step.name()));
    }

    private @Nullable Step nextOf(List<Step> steps) {
        for (Step step : steps) {
            if (!work.trail().done(step.name())) {
                return step;
            }
        }
        return null;
    }

    private void perform(Step step) {
        work.journal().append(new Entry.Intent(step.name()));
        try {
            apply(step);
        } catch (SnapupException e) {
            work.journal().append(new Entry.Failed(step.name(), e.code().varlinkName(), e.getMessage()));
            throw e;
        }
        work.journal().append(new Entry.Done(step.name()));
    }

    /** Applies the step; whatever it throws becomes an error that turns the job, but for what ends the process. */
    private void apply(Step step) {
        try {
            step.apply(work);
        } catch (SnapupException | JournalLostException | ParkedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("job", work.order().job())
                    .addKeyValue("step", step.name())
                    .log("step broke");
            throw new SnapupException(
                    ErrorCode.INTERNAL, "step " + step.name() + " broke: " + e + "; the daemon's log has more", e);
        }
    }

    private void move(JobState state) {
        work.journal().append(new Entry.Moved(state, null, null, null));
    }
}
