package org.snapup.client.render;

import static java.util.Objects.requireNonNullElse;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;

/** What is said about a job, with and without a terminal. */
final class Wording {
    private static final String INDENT = "  ";

    private Wording() {}

    /** {@code queued, 2 jobs before it}. */
    static String queued(@Nullable Long position) {
        long before = position == null ? 0 : position;
        return before == 0 ? "queued" : "queued, " + before + (before == 1 ? " job" : " jobs") + " before it";
    }

    static String state(JobState state) {
        return switch (state) {
            case QUEUED -> "queued";
            case RUNNING -> "running";
            case FINISHING -> "finishing: past the point of no return";
            case UNDOING -> "undoing";
            case BLOCKED -> "blocked: it needs somebody's help, and is tried again";
            case ENDED -> "ended";
        };
    }

    static String failedStep(Event event) {
        String text = text(event);
        return Escape.line(requireNonNullElse(event.step(), "a step"))
                + (text.isEmpty() ? " failed" : " failed: " + text);
    }

    static String text(Event event) {
        return event.text() == null ? "" : Escape.lines(event.text(), INDENT);
    }

    /** How it ended: failures on {@code err}, with the command that shows more. */
    static void outcome(PrintStream out, PrintStream err, long job, Outcome outcome) {
        String text = Escape.lines(outcome.text(), INDENT);
        if (outcome.exitStatus() == Outcome.EXIT_NOTHING_TO_DO) {
            out.println("Job " + job + ", nothing to do: " + text);
        } else if (outcome.exitStatus() == Outcome.EXIT_DONE && outcome.result() == Outcome.Result.DONE) {
            out.println("Job " + job + " is done: " + text);
        } else {
            out.flush();
            err.println("snapup: job " + job + " " + failure(outcome.result()) + ": " + text);
            err.println("  what it did: snapup job show " + job);
        }
    }

    private static String failure(Outcome.Result result) {
        return switch (result) {
            case DONE -> "failed";
            case UNDONE -> "failed and is undone";
            case RECOVERABLE -> "failed; what was there before is kept";
            case NOT_RUN -> "was not run";
            case LOST -> "failed; what was there before is lost";
        };
    }
}
