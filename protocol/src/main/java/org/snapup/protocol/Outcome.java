package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How a job ended; there is exactly one for each job.
 *
 * @param exitStatus for the client's process: 0 done, 1 failed, 4 nothing to do, as pkg(1) has them
 * @param text one sentence for the user
 * @param error the Varlink name of the error, where there was one
 * @param be the BE that the job made, restored or left for recovery
 */
public record Outcome(
        Result result,
        int exitStatus,
        String text,
        @Nullable String error,
        @Nullable String be) {
    public static final int EXIT_DONE = 0;
    public static final int EXIT_FAILED = 1;
    public static final int EXIT_NOTHING_TO_DO = 4;

    public Outcome {
        requireNonNull(result, "result");
        requireNonNull(text, "text");
    }

    /** What the world looks like afterwards. */
    public enum Result {
        /** As asked for. */
        DONE,
        /** As before, nothing left. */
        UNDONE,
        /** The running BE may be partly changed; a mounted, unactivated BE holds the state from before. */
        RECOVERABLE,
        /** Never started. */
        NOT_RUN,
        /** The BE may be partly changed, and nothing holds the state from before: somebody removed the job's snapshot. */
        LOST
    }
}
