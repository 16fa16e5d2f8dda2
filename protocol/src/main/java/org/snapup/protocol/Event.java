package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a job. Numbers grow, are never used twice within a job, and may have gaps: progress can be
 * missing after a restart; states, steps and notes never are.
 *
 * @param number its place in the job; a repeated status carries the last number
 * @param time RFC 3339 in UTC
 * @param kind which of the other fields are there
 * @param state with {@code state} and {@code status}: the job's state from here on
 * @param step with {@code step}: the step's name
 * @param stepState with {@code step}
 * @param text with {@code note}, {@code output} and failed steps: for people to read
 * @param progress with {@code progress}
 * @param position with {@code status} of a queued job: how many jobs are before it
 * @param cancellable with {@code state}, {@code step} and {@code status}: whether a cancel is honoured now
 * @param outcome with {@code state} {@code ended}
 */
public record Event(
        long number,
        String time,
        Kind kind,
        @Nullable JobState state,
        @Nullable String step,
        @Nullable StepState stepState,
        @Nullable String text,
        @Nullable Progress progress,
        @Nullable Long position,
        @Nullable Boolean cancellable,
        @Nullable Outcome outcome) {
    public Event {
        requireNonNull(time, "time");
        requireNonNull(kind, "kind");
    }

    /** What an event tells. */
    public enum Kind {
        STATE,
        STEP,
        NOTE,
        PROGRESS,
        /** A line that an external command printed. */
        OUTPUT,
        /** Nothing new: what the job's state is, repeated on an idle stream. */
        STATUS
    }

    public enum StepState {
        STARTED,
        DONE,
        FAILED
    }

    /**
     * How far a phase is.
     *
     * @param phase the phase's name: {@code plan}, {@code download}, {@code actions}, ...
     * @param done items done
     * @param total items altogether, 0 where it isn't known
     * @param bytes bytes done
     * @param totalBytes bytes altogether, 0 where it isn't known
     */
    public record Progress(String phase, long done, long total, long bytes, long totalBytes) {
        public Progress {
            requireNonNull(phase, "phase");
        }
    }

    /** The last event of a job says how it ended. */
    public boolean isLast() {
        return kind == Kind.STATE && state == JobState.ENDED;
    }
}
