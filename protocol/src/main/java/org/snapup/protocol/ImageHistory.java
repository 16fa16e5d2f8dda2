package org.snapup.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ImageQueries.Query;

/** Messages of {@link ImageQueries#HISTORY}. */
public final class ImageHistory {
    private ImageHistory() {}

    /** @param limit only so many of the newest; null for all */
    public record HistoryRequest(
            @Nullable String root, @Nullable Long limit) implements Query {
        public HistoryRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** @param operations oldest first */
    public record Remembered(List<PastOperation> operations) {
        public Remembered {
            operations = List.copyOf(operations);
        }
    }

    /**
     * What was once done to an image, as {@code pkg history -l} shows it.
     *
     * @param start RFC 3339 in UTC
     * @param end RFC 3339 in UTC
     * @param outcome {@code Succeeded}, {@code Failed} and the like
     * @param reason {@code None}, or the kind of failure
     * @param command the command line
     */
    public record PastOperation(
            String operation,
            String outcome,
            String reason,
            String client,
            String clientVersion,
            List<String> command,
            String user,
            String userId,
            @Nullable String be,
            @Nullable String beUuid,
            @Nullable String newBe,
            @Nullable String newBeUuid,
            @Nullable String snapshot,
            @Nullable String releaseNotes,
            String start,
            String end,
            @Nullable String startState,
            @Nullable String endState,
            List<String> errors) {}
}
