package org.snapup.client.job;

import java.io.IOException;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Daemon;
import org.snapup.protocol.Call;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** {@code snapup job cancel}. */
public final class JobCancel implements Verb {
    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "job cancel",
                List.of(),
                "N",
                1,
                1,
                "Ask a job to stop; what it did is undone.",
                "It stops at its next safe point. How it ends tells: snapup job watch N");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        long number = JobNumber.parse(arguments.required(0), "the job");
        Reply reply =
                session.daemon().ask(Call.of(Jobs.CANCEL, new Jobs.CancelRequest(number), false), Daemon.ANSWER_LIMIT);
        if (session.json()) {
            session.out().print(JsonLine.of(reply.parameters()));
            return 0;
        }
        boolean detached = RecordCodec.fromMap(Jobs.Cancelled.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                .detached();
        session.out()
                .println(
                        detached
                                ? "Job " + number + " goes on without you: others asked for it, too."
                                : "Job " + number + " is asked to stop. Follow it with: snapup job watch " + number);
        return 0;
    }
}
