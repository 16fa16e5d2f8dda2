package org.snapup.client.be;

import java.io.IOException;
import java.util.List;
import org.snapup.client.be.dialect.Errand;
import org.snapup.client.be.dialect.Streams;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.protocol.Outcome;

/** {@code snapup be export}: the one verb whose output is no text. */
public final class BeExport implements Verb {
    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "be export",
                List.of(),
                "NAME|BE@SNAP",
                1,
                1,
                "Write a boot environment to the standard output as a stream.",
                "A boot environment gets a snapshot for as long as that takes.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        if (session.screen().isTerminal()) {
            throw new UsageException("the standard output is a terminal: send the stream to a file or a program");
        }
        Errand.Result result = Streams.export(session, arguments.required(0), session.out());
        if (!result.isDone()) {
            session.err().println("snapup: " + result.message());
            return Outcome.EXIT_FAILED;
        }
        return 0;
    }
}
