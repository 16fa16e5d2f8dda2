package org.snapup.client.follow;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.snapup.client.wire.Connection;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** What the thread that follows a job reacts to. */
sealed interface Happening {
    record Arrived(Connection from, Reply reply) implements Happening {}

    record Broken(Connection from, IOException cause) implements Happening {}

    /** The user pressed Ctrl-C. */
    record Interrupted() implements Happening {}

    /**
     * The daemon's answer to a cancel.
     *
     * @param refusal null when the job is asked to stop
     * @param detached others want the job, so it goes on
     */
    record CancelAnswered(@Nullable Refusal refusal, boolean detached) implements Happening {}

    /**
     * Why the job was not asked to stop.
     *
     * @param text for the user
     */
    record Refusal(String text) {
        static Refusal of(Exception e) {
            return new Refusal(
                    e instanceof SnapupException known ? known.getMessage() : String.valueOf(e.getMessage()));
        }
    }
}
