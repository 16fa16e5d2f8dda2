package org.snapup.client.job;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.Escape;
import org.snapup.client.render.JsonLine;
import org.snapup.client.render.Moment;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Daemon;
import org.snapup.protocol.Call;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** {@code snapup job show}. */
public final class JobShow implements Verb {
    private static final int LABEL_COLUMNS = 12;

    @Override
    public Syntax syntax() {
        return Globals.syntax("job show", List.of(), "N", 1, 1, "Show a job: who asked for what, and how it went.", "");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        long number = JobNumber.parse(arguments.required(0), "the job");
        Reply reply = session.daemon().ask(Call.of(Jobs.GET, new Jobs.GetRequest(number), false), Daemon.ANSWER_LIMIT);
        if (session.json()) {
            session.out().print(JsonLine.of(reply.parameters()));
        } else {
            Jobs.Got got = RecordCodec.fromMap(Jobs.Got.class, reply.parameters(), RecordCodec.Unknown.IGNORE);
            session.out().print(text(got.job()));
        }
        return 0;
    }

    private static String text(Job job) {
        StringBuilder text = new StringBuilder();
        line(text, "Job", Long.toString(job.number()));
        line(text, "Kind", job.kind());
        line(text, "State", JobList.state(job));
        line(text, "User", Long.toString(job.uid()));
        line(text, "Submitted", moment(job.submitted()));
        line(text, "Started", moment(job.started()));
        line(text, "Ended", moment(job.ended()));
        if (job.parameters() != null) {
            new TreeMap<>(job.parameters()).forEach((name, value) -> line(text, "  " + name, value));
        }
        Outcome outcome = job.outcome();
        if (outcome != null) {
            line(text, "Outcome", outcome.text());
            line(text, "Exit status", Integer.toString(outcome.exitStatus()));
            line(text, "Error", outcome.error());
            line(text, "BE", outcome.be());
        } else if (job.cancellable()) {
            line(text, "Stop it with", "snapup job cancel " + job.number());
        }
        return text.toString();
    }

    private static @Nullable String moment(@Nullable String time) {
        return time == null ? null : Moment.second(time) + " UTC";
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            String escaped = Escape.line(label);
            text.append(escaped)
                    .append(": ")
                    .append(" ".repeat(Math.max(0, LABEL_COLUMNS - escaped.length())))
                    .append(Escape.lines(value, " ".repeat(LABEL_COLUMNS + 2)))
                    .append('\n');
        }
    }
}
