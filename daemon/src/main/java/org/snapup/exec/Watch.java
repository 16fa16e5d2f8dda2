package org.snapup.exec;

import java.time.Duration;

/** Asked several times a second, on the thread that waits for a command, whether the command is still wanted. */
@FunctionalInterface
public interface Watch {
    Watch NONE = () -> {};

    /**
     * What this throws ends the command and everything in its group: interrupted first (unless this process ignores
     * SIGINT, and so the command does), terminated after {@link #grace()}, killed five seconds later. Then it is thrown
     * on.
     */
    void look();

    /** How long a command that isn't wanted any more has after SIGINT. */
    default Duration grace() {
        return Duration.ofSeconds(10);
    }
}
