package org.snapup.client.job;

import java.io.IOException;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.follow.Following;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;

/** {@code snapup job watch}: its exit status is the job's. */
public final class JobWatch implements Verb {
    private static final Option FROM = Option.valued("--from", "N", "begin with event N (default: the first)");
    private static final Option VERBOSE = Option.flag('v', "the output of commands, too");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "job watch",
                List.of(FROM, VERBOSE),
                "N",
                1,
                1,
                "Follow a job until it ends, from its first event on.",
                "The exit status is the job's. Ctrl-C leaves it; a second one asks it to stop.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        String from = arguments.value(FROM);
        long first = from == null ? 1 : JobNumber.parse(from, "--from");
        long job = JobNumber.parse(arguments.required(0), "the job");
        return new Following(
                        session.daemon(),
                        session.renderer(arguments.has(VERBOSE)),
                        session.interrupts(),
                        session.patience())
                .watch(job, first);
    }
}
