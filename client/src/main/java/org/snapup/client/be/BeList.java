package org.snapup.client.be;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.render.Amount;
import org.snapup.client.render.Escape;
import org.snapup.client.render.JsonLine;
import org.snapup.client.render.Moment;
import org.snapup.client.render.Table;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;
import org.snapup.protocol.Reply;

/**
 * {@code snapup be list}: the boot environments, in the columns of beadm(8). It is what people and prompts call most, so
 * it reads the reply without the records of {@code protocol}: looking at their annotations takes a third of its time.
 */
public final class BeList implements Verb {
    private static final Option NO_HEADER =
            Option.flag('H', "no header; fields separated by ';', bytes and seconds as numbers");
    private static final Option ALL = Option.flag('a', "the snapshots of each, too");
    private static final Option SNAPSHOTS = Option.flag('s', "the same as -a");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "be list", List.of(NO_HEADER, ALL, SNAPSHOTS), "", 0, 0, "List the boot environments.", """
                Active: N is running now, R boots next.
                -H prints NAME;UUID;ACTIVE;MOUNTPOINT;BYTES;POLICY;SECONDS for a boot environment,
                and NAME;SNAPSHOT;;;BYTES;POLICY;SECONDS for a snapshot.\
                """);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException {
        boolean snapshots = arguments.has(ALL) || arguments.has(SNAPSHOTS);
        Map<String, Object> parameters = snapshots ? Map.of("snapshots", true) : Map.of();
        Call call = new Call(BootEnvironments.LIST, parameters, false, false, false);
        Reply reply = session.daemon().ask(call, Daemon.ANSWER_LIMIT);
        if (session.json()) {
            session.out().print(JsonLine.of(reply.parameters()));
            return 0;
        }
        List<Fields> all = new Fields(reply.parameters()).objects("bootEnvironments");
        session.out().print(arguments.has(NO_HEADER) ? fields(all) : table(all));
        return 0;
    }

    private static String table(List<Fields> all) {
        Table table = new Table("BE", "Active", "Mountpoint", "Space", "Policy", "Created (UTC)");
        StringBuilder unfinished = new StringBuilder();
        for (Fields be : all) {
            String active = active(be);
            String mountpoint = be.textOrEmpty("mountpoint");
            table.row(
                    be.text("name"),
                    active.isEmpty() ? "-" : active,
                    mountpoint.isEmpty() ? "-" : mountpoint,
                    Amount.bytes(be.number("spaceBytes")),
                    be.text("policy"),
                    Moment.minute(be.text("created")));
            for (Fields snapshot : be.objects("snapshots")) {
                table.row(
                        "   " + be.text("name") + "@" + snapshot.text("name"),
                        "-",
                        "-",
                        Amount.bytes(snapshot.number("spaceBytes")),
                        be.text("policy"),
                        Moment.minute(snapshot.text("created")));
            }
            if (be.has("unfinishedJob")) {
                unfinished
                        .append(Escape.line(be.text("name")))
                        .append(" is being made or changed by job ")
                        .append(be.number("unfinishedJob"))
                        .append(".\n");
            }
        }
        return unfinished.length() == 0 ? table.text() : table.text() + unfinished;
    }

    private static String fields(List<Fields> all) {
        StringBuilder text = new StringBuilder();
        for (Fields be : all) {
            line(text, be, be.text("uuid"), active(be), be.textOrEmpty("mountpoint"), be);
            for (Fields snapshot : be.objects("snapshots")) {
                line(text, be, snapshot.text("name"), "", "", snapshot);
            }
        }
        return text.toString();
    }

    private static void line(
            StringBuilder text, Fields be, String second, String active, String mountpoint, Fields spaceAndTime) {
        text.append(Escape.line(be.text("name")))
                .append(';')
                .append(Escape.line(second))
                .append(';')
                .append(active)
                .append(';')
                .append(Escape.line(mountpoint))
                .append(';')
                .append(spaceAndTime.number("spaceBytes"))
                .append(';')
                .append(Escape.line(be.text("policy")))
                .append(';')
                .append(Moment.epochSecond(spaceAndTime.text("created")))
                .append('\n');
    }

    private static String active(Fields be) {
        return (be.flag("activeNow") ? "N" : "") + (be.flag("activeOnReboot") ? "R" : "");
    }
}
