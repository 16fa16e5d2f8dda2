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
import org.snapup.protocol.BeName;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/** {@code snapup be import}. */
public final class BeImport implements Verb {
    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "be import",
                List.of(),
                "NAME",
                1,
                1,
                "Make a boot environment of a stream from the standard input.",
                "The stream is one of 'be export', of bectl export, or of zfs send without -R, -p and -i.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        String name = arguments.required(0);
        try {
            BeName.require(name);
        } catch (SnapupException e) {
            throw new UsageException(e.getMessage());
        }
        Errand.Result result = Streams.take(session, name, session.in());
        if (!result.isDone()) {
            session.err().println("snapup: " + result.message());
            return Outcome.EXIT_FAILED;
        }
        session.out().println(result.message());
        return 0;
    }
}
