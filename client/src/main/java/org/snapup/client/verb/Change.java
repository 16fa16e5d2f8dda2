package org.snapup.client.verb;

import java.io.IOException;
import java.util.Map;
import org.snapup.client.follow.Following;
import org.snapup.client.render.JsonLine;
import org.snapup.client.render.JsonRenderer;
import org.snapup.client.render.NotesRenderer;
import org.snapup.client.render.Renderer;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.Call;
import org.snapup.protocol.Reply;

/** Asks for something that makes a job. */
public final class Change {
    private Change() {}

    /**
     * Asks for it and follows the job until it ends.
     *
     * @return the job's exit status
     */
    public static int follow(Session session, String method, Record request, boolean verbose) throws IOException {
        return follow(session, method, request, session.renderer(verbose));
    }

    private static int follow(Session session, String method, Record request, Renderer renderer) throws IOException {
        return new Following(session.daemon(), renderer, session.interrupts(), session.patience())
                .follow(Call.of(method, request, true));
    }

    /**
     * Asks for a change of an image's configuration and waits for it, saying only what it notes.
     *
     * @return the job's exit status
     */
    public static int configure(Session session, String method, Record request, boolean quiet) throws IOException {
        Renderer renderer = session.json()
                ? new JsonRenderer(session.out(), session.err())
                : new NotesRenderer(session.out(), session.err(), quiet);
        return follow(session, method, request, renderer);
    }

    /** Asks for it and says which job it is. */
    public static int submit(Session session, String method, Record request) throws IOException {
        Reply reply = session.daemon().ask(Call.of(method, request, false), Daemon.ANSWER_LIMIT);
        if (session.json()) {
            session.out().print(JsonLine.of(reply.parameters()));
            return 0;
        }
        Map<String, ?> parameters = reply.parameters();
        if (!(parameters.get("job") instanceof Long job)) {
            throw new DaemonException("the daemon answered without a job's number", "see: snapup job list -a", null);
        }
        boolean joined = Boolean.TRUE.equals(parameters.get("joined"));
        session.out().println(joined ? "Job " + job + " was asked for already." : "Job " + job + " is accepted.");
        session.out().println("Follow it with: snapup job watch " + job);
        return 0;
    }
}
