package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of {@code org.snapup.Jobs}: the queue, its history and its events. */
public final class Jobs {
    public static final String LIST = Interfaces.JOBS + ".List";
    public static final String GET = Interfaces.JOBS + ".Get";
    public static final String WATCH = Interfaces.JOBS + ".Watch";
    public static final String CANCEL = Interfaces.JOBS + ".Cancel";

    private Jobs() {}

    /** @param all ended jobs, too; null means false */
    public record ListRequest(@Nullable Boolean all) {}

    /**
     * @param jobs newest last
     * @param asOf when this was seen, RFC 3339 in UTC
     */
    public record Listing(List<Job> jobs, String asOf) {}

    public record GetRequest(long job) {}

    public record Got(Job job) {}

    /** @param from the first event number wanted, null for all */
    public record WatchRequest(long job, @Nullable Long from) {}

    public record Watched(Event event) {}

    public record CancelRequest(long job) {}

    /** @param detached somebody else wants the job, too: it goes on, and only this requester left it */
    public record Cancelled(boolean detached) {}

    /**
     * A job as the queue shows it. Who asks sees {@code parameters} and {@code outcome} only of their own jobs, unless
     * they are an administrator.
     *
     * @param kind the method's name, for example {@code ImageUpdate}
     * @param position how many jobs are before it, null unless it is queued
     * @param uid whose it is
     * @param submitted RFC 3339 in UTC
     * @param started null while queued
     * @param ended null until it ended
     * @param lastEvent the last event's number
     * @param parameters the request, one string a parameter
     */
    public record Job(
            long number,
            String kind,
            JobState state,
            @Nullable Long position,
            long uid,
            String submitted,
            @Nullable String started,
            @Nullable String ended,
            boolean cancellable,
            @Nullable Long lastEvent,
            @Nullable Map<String, String> parameters,
            @Nullable Outcome outcome) {
        public Job {
            requireNonNull(kind, "kind");
            requireNonNull(state, "state");
            requireNonNull(submitted, "submitted");
        }
    }
}
