package org.snapup.ips.image;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation on an image, as its history has it. The fields are those of {@code pkg history -l}.
 *
 * @param operation {@code install}, {@code set-publisher} ...
 * @param outcome {@code Succeeded}, {@code Failed}, {@code Ignored} or {@code Canceled}
 * @param reason {@code None}, or the kind of failure
 * @param client the program
 * @param command the command line
 * @param bootEnvironment where it ran, if it was known
 * @param newBootEnvironment what it made, if anything
 * @param releaseNotes what was to be read with it, lines; null where there is nothing, or not any more
 * @param startState what was planned
 * @param endState what had changed in the end
 */
public record HistoryEntry(
        String operation,
        String outcome,
        String reason,
        String client,
        String clientVersion,
        List<String> command,
        String user,
        String userId,
        @Nullable String bootEnvironment,
        @Nullable String bootEnvironmentUuid,
        @Nullable String newBootEnvironment,
        @Nullable String newBootEnvironmentUuid,
        @Nullable String snapshot,
        @Nullable String releaseNotes,
        Instant start,
        Instant end,
        @Nullable String startState,
        @Nullable String endState,
        List<String> errors) {
    public HistoryEntry {
        command = List.copyOf(command);
        errors = List.copyOf(errors);
    }

    /** The same with other notes. */
    HistoryEntry withReleaseNotes(@Nullable String text) {
        return new HistoryEntry(
                operation,
                outcome,
                reason,
                client,
                clientVersion,
                command,
                user,
                userId,
                bootEnvironment,
                bootEnvironmentUuid,
                newBootEnvironment,
                newBootEnvironmentUuid,
                snapshot,
                text,
                start,
                end,
                startState,
                endState,
                errors);
    }
}
