package org.snapup.client.be;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.render.Amount;
import org.snapup.client.render.Escape;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.Call;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** {@code snapup be destroy}. */
public final class BeDestroy extends BeVerb {
    private static final Option FORCE = Option.flag('F', "unmount it first where it is mounted");
    private static final Option FORCE_TOO = Option.flag('f', "the same as -F");
    private static final Option ORIGIN =
            Option.flag('o', "the snapshot that it was copied from, too, unless others need it");
    private static final Option SNAPSHOTS = Option.flag('s', "its snapshots, too, as always");
    private static final Option DRY_RUN = Option.flag('n', "show what would be destroyed, and destroy nothing");

    /** Storage with many snapshots takes its time to say what depends on what. */
    private static final Duration PLAN_LIMIT = Duration.ofMinutes(10);

    public BeDestroy() {
        super(
                "destroy",
                BootEnvironments.DESTROY,
                List.of(FORCE, FORCE_TOO, ORIGIN, SNAPSHOTS, DRY_RUN),
                "NAME",
                1,
                1,
                "Destroy a boot environment, or one snapshot: BE@SNAP.");
    }

    @Override
    Record request(Arguments arguments, Session session) {
        return new DestroyRequest(
                arguments.required(0),
                (arguments.has(FORCE) || arguments.has(FORCE_TOO)) ? Boolean.TRUE : null,
                arguments.has(DRY_RUN) ? Boolean.TRUE : null,
                null,
                arguments.has(ORIGIN) ? Boolean.TRUE : null);
    }

    @Override
    int run(String method, Record request, Session session) throws IOException {
        if (!((DestroyRequest) request).isDryRun()) {
            return super.run(method, request, session);
        }
        Reply reply = session.daemon().ask(Call.of(method, request, false), PLAN_LIMIT);
        DestroyPlan plan = RecordCodec.fromMap(
                        BootEnvironments.Started.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                .plan();
        if (plan == null) {
            throw new DaemonException("the daemon answered without a plan", "", null);
        }
        session.out().print(session.json() ? JsonLine.of(reply.parameters()) : text(plan));
        return 0;
    }

    private static String text(DestroyPlan plan) {
        StringBuilder text = new StringBuilder();
        append(text, "promote  ", plan.promoted());
        append(text, "destroy  ", plan.destroyed());
        append(text, "keep     ", plan.kept());
        return text.append("Frees ")
                .append(Amount.bytes(plan.freedBytes()))
                .append(".\n")
                .toString();
    }

    private static void append(StringBuilder text, String what, List<String> names) {
        for (String name : names) {
            text.append(what).append(Escape.line(name)).append('\n');
        }
    }
}
