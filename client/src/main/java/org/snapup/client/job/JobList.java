package org.snapup.client.job;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.render.JsonLine;
import org.snapup.client.render.Moment;
import org.snapup.client.render.Table;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Daemon;
import org.snapup.protocol.Call;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** {@code snapup job list}. */
public final class JobList implements Verb {
    private static final Option ALL = Option.flag('a', "those that ended, too");

    @Override
    public Syntax syntax() {
        return Globals.syntax("job list", List.of(ALL), "", 0, 0, "List the jobs that wait and run.", "");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException {
        Jobs.ListRequest request = new Jobs.ListRequest(arguments.has(ALL) ? Boolean.TRUE : null);
        Reply reply = session.daemon().ask(Call.of(Jobs.LIST, request, false), Daemon.ANSWER_LIMIT);
        session.out().print(session.json() ? JsonLine.of(reply.parameters()) : table(reply));
        return 0;
    }

    private static String table(Reply reply) {
        Table table = new Table("Job", "Kind", "State", "User", "Submitted (UTC)", "Ended");
        for (Job job : RecordCodec.fromMap(Jobs.Listing.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                .jobs()) {
            table.row(
                    Long.toString(job.number()),
                    job.kind(),
                    state(job),
                    Long.toString(job.uid()),
                    Moment.second(job.submitted()),
                    job.ended() == null ? "-" : Moment.second(job.ended()));
        }
        return table.text();
    }

    /** Of an ended job how it ended, where that may be seen. */
    static String state(Job job) {
        if (job.outcome() != null) {
            return job.outcome().result().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        String state = job.state().name().toLowerCase(Locale.ROOT);
        return job.position() == null ? state : state + " (" + job.position() + " before)";
    }
}
