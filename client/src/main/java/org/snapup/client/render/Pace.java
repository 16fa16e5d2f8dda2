package org.snapup.client.render;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Progress;

/**
 * How fast a phase goes, by the daemon's own clock: a replay comes faster than it happened. Made for each phase with its
 * first event.
 */
final class Pace {
    private static final long LEAST_MILLIS = 500;

    private final String phase;
    private final long startMillis;
    private final long startBytes;
    private Progress progress;
    private long bytesPerSecond;
    private boolean moved = true;

    Pace(Event event, Progress first) {
        phase = first.phase();
        startMillis = millis(event);
        startBytes = first.bytes();
        progress = first;
    }

    boolean isOf(String otherPhase) {
        return phase.equals(otherPhase);
    }

    void advance(Event event, Progress next) {
        moved |= next.done() != progress.done() || next.bytes() != progress.bytes();
        progress = next;
        long elapsed = millis(event) - startMillis;
        if (elapsed >= LEAST_MILLIS) {
            bytesPerSecond = Math.max(0, next.bytes() - startBytes) * 1000 / elapsed;
        }
    }

    private static long millis(Event event) {
        try {
            return Instant.parse(event.time()).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    String phase() {
        return phase;
    }

    /** There is something that wasn't shown yet. */
    boolean hasMoved() {
        return moved;
    }

    void show() {
        moved = false;
    }

    boolean isComplete() {
        return progress.total() > 0 && progress.done() >= progress.total() && progress.bytes() >= progress.totalBytes();
    }

    /** Done of the whole, from 0 to 1; negative where the whole isn't known. */
    double fraction() {
        if (progress.totalBytes() > 0) {
            return Math.min(1, progress.bytes() / (double) progress.totalBytes());
        }
        return progress.total() > 0 ? Math.min(1, progress.done() / (double) progress.total()) : -1;
    }

    /** {@code 120/340  12.0M/45.0M  3.12M/s}, of it what is known. */
    String amounts() {
        StringBuilder text = new StringBuilder();
        if (progress.total() > 0) {
            text.append(progress.done()).append('/').append(progress.total());
        } else if (progress.done() > 0) {
            text.append(progress.done());
        }
        if (progress.bytes() > 0 || progress.totalBytes() > 0) {
            text.append(text.length() == 0 ? "" : "  ").append(Amount.bytes(progress.bytes()));
            if (progress.totalBytes() > 0) {
                text.append('/').append(Amount.bytes(progress.totalBytes()));
            }
        }
        return bytesPerSecond == 0
                ? text.toString()
                : text.append("  ")
                        .append(Amount.bytes(bytesPerSecond))
                        .append("/s")
                        .toString();
    }
}
