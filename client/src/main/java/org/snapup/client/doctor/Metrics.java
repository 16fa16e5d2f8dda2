package org.snapup.client.doctor;

import java.io.IOException;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.Call;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.Reply;

/** {@code snapup metrics}. */
public final class Metrics implements Verb {
    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "metrics",
                List.of(),
                "",
                0,
                0,
                "Print the daemon's measurements.",
                "The format is OpenMetrics 1.0. The daemon writes them to a file, too, where metrics.file is set.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException {
        Reply reply = session.daemon()
                .ask(Call.of(Diagnosis.METRICS, new Diagnosis.MetricsRequest(), false), Daemon.ANSWER_LIMIT);
        session.out()
                .print(session.json() ? JsonLine.of(reply.parameters()) : new Fields(reply.parameters()).text("text"));
        return 0;
    }
}
