package org.snapup.daemon.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which ended jobs are kept: the newest ones, up to a number, and of those none that ended too long ago. A job that
 * ended a moment ago stays in any case, for whoever still reads its events.
 *
 * @param most how many ended jobs are kept, at least {@value #LEAST}
 * @param longest since they ended; zero for any time
 */
public record Retention(int most, Duration longest) {
    /** So many stay whatever their age: a history that is empty helps nobody. */
    public static final int LEAST = 10;

    static final Duration MOMENT = Duration.ofHours(1);

    public Retention {
        if (most < LEAST || longest.isNegative()) {
            throw new IllegalArgumentException("not a retention: " + most + ", " + longest);
        }
    }

    /** An ended job. */
    record Ended(long number, Instant at) {}

    /** Those that may go, oldest first. */
    List<Long> expired(List<Ended> ended, Instant now) {
        List<Long> expired = new ArrayList<>();
        int position = ended.size();
        for (Ended job : ended) {
            boolean tooMany = position > most;
            boolean tooOld = !longest.isZero() && job.at().plus(longest).isBefore(now) && position > LEAST;
            if ((tooMany || tooOld) && job.at().plus(MOMENT).isBefore(now)) {
                expired.add(job.number());
            }
            position--;
        }
        return expired;
    }
}
