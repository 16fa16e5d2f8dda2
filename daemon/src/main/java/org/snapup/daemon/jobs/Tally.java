package org.snapup.daemon.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.protocol.Outcome.Result;

/** Counts the jobs that ended since the daemon started. Safe on any thread. */
public final class Tally {
    /** Upper bounds of the classes of durations, in seconds; above the last there is one more. */
    public static final List<Double> BOUNDS_SECONDS = List.of(0.1, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0);

    private final Map<String, Map<Result, Long>> ended = new TreeMap<>();
    private final Map<String, Durations> durations = new TreeMap<>();

    /**
     * How long the jobs of a kind ran.
     *
     * @param upTo how many ran no longer than each of {@link Tally#BOUNDS_SECONDS}
     * @param count of all
     * @param sumSeconds of all
     */
    public record Durations(List<Long> upTo, long count, double sumSeconds) {
        static final Durations NONE =
                new Durations(BOUNDS_SECONDS.stream().map(bound -> 0L).toList(), 0, 0);

        public Durations {
            upTo = List.copyOf(upTo);
        }

        Durations with(double seconds) {
            List<Long> more = new ArrayList<>();
            for (int i = 0; i < upTo.size(); i++) {
                more.add(upTo.get(i) + (seconds <= BOUNDS_SECONDS.get(i) ? 1 : 0));
            }
            return new Durations(more, count + 1, sumSeconds + seconds);
        }
    }

    /** A copy at an instant, by the job's kind. */
    public record Counts(Map<String, Map<Result, Long>> ended, Map<String, Durations> durations) {}

    /** Counts a job that ended; one that never ran has no duration. */
    synchronized void add(String kind, Result result, Duration ran) {
        ended.computeIfAbsent(kind, each -> new TreeMap<>()).merge(result, 1L, Long::sum);
        if (result != Result.NOT_RUN) {
            durations.merge(kind, Durations.NONE.with(seconds(ran)), (before, one) -> before.with(one.sumSeconds()));
        }
    }

    public synchronized Counts counts() {
        Map<String, Map<Result, Long>> copy = new TreeMap<>();
        ended.forEach((kind, results) -> copy.put(kind, Map.copyOf(results)));
        return new Counts(copy, new TreeMap<>(durations));
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis()) / 1000.0;
    }
}
