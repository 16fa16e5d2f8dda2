package org.snapup.client.follow;

import java.time.Duration;

/**
 * How long a client that follows a job waits.
 *
 * @param comeBack for a daemon that went away
 * @param grace for a second Ctrl-C after the first
 */
public record Patience(Duration comeBack, Duration grace) {
    /** Long enough for a daemon that is restarted, short enough for a person. */
    public static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(2));
}
