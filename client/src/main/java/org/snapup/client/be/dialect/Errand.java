package org.snapup.client.be.dialect;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.follow.Following;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Renderer;
import org.snapup.client.verb.Advice;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/** A change that is asked for and waited for, without a word about the job. */
public final class Errand {
    private Errand() {}

    /**
     * How it went.
     *
     * @param code null where it was done
     * @param message the daemon's sentence
     */
    public record Result(@Nullable ErrorCode code, String message) {
        public boolean isDone() {
            return code == null;
        }
    }

    /** Does it; what refuses it, or makes it fail, is a result. */
    public static Result run(Session session, String method, Record request) throws IOException {
        Silence silence = new Silence(session);
        try {
            int status = new Following(session.daemon(), silence, session.interrupts(), session.patience())
                    .follow(Call.of(method, request, true));
            Outcome outcome = silence.outcome;
            if (outcome == null) {
                return new Result(ErrorCode.INTERRUPTED, "left before it ended; see: snapup job list");
            }
            boolean done =
                    outcome.result() == Outcome.Result.DONE && (status == 0 || status == Outcome.EXIT_NOTHING_TO_DO);
            return done
                    ? new Result(null, outcome.text())
                    : new Result(
                            outcome.error() == null ? ErrorCode.INTERNAL : ErrorCode.ofVarlinkName(outcome.error()),
                            outcome.text());
        } catch (SnapupException e) {
            return refused(e);
        }
    }

    /** A refusal as a result. */
    public static Result refused(SnapupException e) {
        return new Result(e.code(), Escape.lines(Advice.message(e, "be"), "  "));
    }

    /** Shows nothing but what the client itself has to say. */
    private static final class Silence implements Renderer {
        private final Session session;
        private @Nullable Outcome outcome;

        Silence(Session session) {
            this.session = session;
        }

        @Override
        public void event(long job, Map<String, ?> object, @Nullable Event event) {
            // A script waits for the end.
        }

        @Override
        public void outcome(long job, Outcome ended) {
            outcome = new Outcome(
                    ended.result(), ended.exitStatus(), Escape.lines(ended.text(), "  "), ended.error(), ended.be());
        }

        @Override
        public void notice(String text) {
            session.err().println("snapup: " + Escape.lines(text, "  "));
        }

        @Override
        public void close() {
            // Nothing is begun.
        }
    }
}
