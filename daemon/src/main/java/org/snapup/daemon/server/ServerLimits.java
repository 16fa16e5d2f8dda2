package org.snapup.daemon.server;

import java.time.Duration;

/**
 * What one client, and all of them together, may use.
 *
 * @param connections at a time, altogether
 * @param connectionsOfAUid at a time, of one user who isn't an administrator, so that nobody can shut out the others
 * @param waitingCalls calls of a connection that wait for the one before them; then reading stops
 * @param halfMessage how long a message may take from its first byte to its last
 * @param identification how long finding out who connected may take
 * @param status how often an idle stream repeats the job's state
 * @param answerBytes of answers that wait until their clients take them, altogether; who isn't an administrator gets half of it
 */
public record ServerLimits(
        int connections,
        int connectionsOfAUid,
        int waitingCalls,
        Duration halfMessage,
        Duration identification,
        Duration status,
        long answerBytes) {
    /** The daemon's. */
    public static final ServerLimits STANDARD = new ServerLimits(
            1024,
            256,
            16,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Runtime.getRuntime().maxMemory() / 4);
}
