package org.snapup.daemon.server.calls;

import java.util.concurrent.atomic.AtomicLong;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What all answers that clients haven't taken yet may keep of the heap together, so that no number of clients who read slowly, or
 * not at all, can use it up. Safe for use by several threads.
 */
final class AnswerMemory {
    private final long limit;
    private final AtomicLong kept = new AtomicLong();

    /** @param limit bytes */
    AnswerMemory(long limit) {
        this.limit = limit;
    }

    /**
     * Takes room.
     *
     * @param admin for an administrator, who gets more than half, too
     * @throws SnapupException QUEUE_FULL where there isn't as much; nothing was taken then
     */
    void take(int bytes, boolean admin) {
        long most = admin ? limit : limit / 2;
        if (bytes > 0 && kept.addAndGet(bytes) > most) {
            kept.addAndGet(-bytes);
            throw new SnapupException(
                    ErrorCode.QUEUE_FULL,
                    "answers that haven't been read yet take the " + (most >> 20)
                            + " MiB that they may: ask for less at once, for some packages only, say, or try again when"
                            + " other clients have read theirs");
        }
    }

    /** Gives back what was taken. */
    void release(int bytes) {
        kept.addAndGet(-bytes);
    }
}
