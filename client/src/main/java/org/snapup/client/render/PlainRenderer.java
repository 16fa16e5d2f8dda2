package org.snapup.client.render;

import static java.util.Objects.requireNonNullElse;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;

/** Lines for files, pipes and logs: nothing is ever overwritten, and a phase takes a line when it begins and ends. */
public final class PlainRenderer implements Renderer {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean verbose;
    private @Nullable JobState state;
    private @Nullable Long position;
    private @Nullable Pace pace;

    /** @param verbose the output of commands and the begin of steps, too */
    public PlainRenderer(PrintStream out, PrintStream err, boolean verbose) {
        this.out = out;
        this.err = err;
        this.verbose = verbose;
    }

    @Override
    public void event(long job, Map<String, ?> object, @Nullable Event event) {
        if (event == null) {
            return;
        }
        if (event.kind() == Event.Kind.STATE || event.kind() == Event.Kind.STEP) {
            endPhase(job);
        }
        switch (event.kind()) {
            case STATE, STATUS -> state(job, event);
            case STEP -> step(job, event);
            case NOTE -> line(job, Wording.text(event));
            case OUTPUT -> {
                if (verbose) {
                    line(job, "| " + Wording.text(event));
                }
            }
            case PROGRESS -> {
                if (event.progress() != null) {
                    progress(job, event, event.progress());
                }
            }
        }
        out.flush();
    }

    private void state(long job, Event event) {
        JobState now = event.state();
        if (now == null || now == JobState.ENDED) {
            return;
        }
        boolean moved = now == JobState.QUEUED
                && event.position() != null
                && !event.position().equals(position);
        if (now != state || moved) {
            line(job, now == JobState.QUEUED ? Wording.queued(event.position()) : Wording.state(now));
        }
        state = now;
        position = event.position();
    }

    private void step(long job, Event event) {
        if (event.stepState() == Event.StepState.FAILED) {
            line(job, Wording.failedStep(event));
        } else if (event.stepState() == Event.StepState.DONE || verbose) {
            String word = event.stepState() == Event.StepState.DONE ? " done" : " started";
            line(job, Escape.line(requireNonNullElse(event.step(), "a step")) + word);
        }
    }

    private void progress(long job, Event event, Progress progress) {
        if (pace != null && pace.isOf(progress.phase())) {
            pace.advance(event, progress);
        } else {
            endPhase(job);
            pace = new Pace(event, progress);
            phase(job, pace);
        }
        if (pace.isComplete() && pace.hasMoved()) {
            phase(job, pace);
        }
    }

    private void endPhase(long job) {
        if (pace != null && pace.hasMoved()) {
            phase(job, pace);
        }
        pace = null;
    }

    private void phase(long job, Pace shown) {
        shown.show();
        String amounts = shown.amounts();
        line(job, Escape.line(shown.phase()) + (amounts.isEmpty() ? "" : ": " + amounts));
    }

    private void line(long job, String text) {
        out.println("job " + job + ": " + text);
    }

    @Override
    public void outcome(long job, Outcome outcome) {
        endPhase(job);
        Wording.outcome(out, err, job, outcome);
    }

    @Override
    public void notice(String text) {
        out.flush();
        err.println("snapup: " + Escape.lines(text, "  "));
    }

    @Override
    public void close() {
        out.flush();
    }
}
