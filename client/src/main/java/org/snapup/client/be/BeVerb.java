package org.snapup.client.be;

import java.io.IOException;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Change;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.protocol.SnapupException;

/** A verb that changes boot environments: its arguments become a request, and the job is followed. */
abstract class BeVerb implements Verb {
    private final String method;
    private final Syntax syntax;

    BeVerb(String name, String method, List<Option> options, String operands, int least, int most, String summary) {
        this.method = method;
        this.syntax = Globals.syntax("be " + name, options, operands, least, most, summary, "");
    }

    /**
     * The request's record.
     *
     * @throws SnapupException when a record refuses a value
     */
    abstract Record request(Arguments arguments, Session session) throws UsageException;

    @Override
    public final Syntax syntax() {
        return syntax;
    }

    @Override
    public final int run(Arguments arguments, Session session) throws IOException, UsageException {
        Record request;
        try {
            request = request(arguments, session);
        } catch (SnapupException e) {
            throw new UsageException(e.getMessage());
        }
        return run(method, request, session);
    }

    int run(String calledMethod, Record request, Session session) throws IOException {
        return Change.follow(session, calledMethod, request, false);
    }
}
