package org.snapup.daemon.jobs;

import java.time.Duration;

/**
 * What the queue allows.
 *
 * @param queuedPerUid jobs of one uid that wait at a time
 * @param automaticBesPerUid BEs with automatic names that one uid made and no machine booted yet
 * @param progressPause least time between two progress events of a job
 * @param progressBytes most bytes of progress in a job's file
 * @param retryPause time between two tries of a step that something outside stands in the way of
 */
public record Limits(
        int queuedPerUid, int automaticBesPerUid, Duration progressPause, long progressBytes, Duration retryPause) {
    public static final Limits DEFAULT = new Limits(64, 4, Duration.ofMillis(200), 1 << 20, Duration.ofSeconds(10));
}
