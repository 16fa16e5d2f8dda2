package org.snapup.client.be;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
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
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Reply;

/**
 * {@code snapup be list}: the boot environments, in the columns of beadm(8). It is what people and prompts call most, so
 * it reads the reply without the records of {@code protocol}: looking at their annotations takes a third of its time.
 */
public final class BeList implements Verb {
    private static final Option NO_HEADER =
            Option.flag('H', "no header; fields separated by ';', bytes and seconds as numbers");
    private static final Option ALL = Option.flag('a', "the datasets and snapshots of each, too");
    private static final Option DATASETS = Option.flag('d', "the datasets of each, too");
    private static final Option SNAPSHOTS = Option.flag('s', "the snapshots of each, too");
    private static final Option ASCENDING = Option.valued('k', "KEY", "sort by date, name or space (default: date)");
    private static final Option DESCENDING = Option.valued('K', "KEY", "the same, the largest first");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "be list",
                List.of(NO_HEADER, ALL, DATASETS, SNAPSHOTS, ASCENDING, DESCENDING),
                "[NAME]",
                0,
                1,
                "List the boot environments.",
                """
                Active: N is running now, R boots next, T boots next and only then.
                -H prints NAME;UUID;ACTIVE;MOUNTPOINT;BYTES;POLICY;SECONDS for a boot environment,
                NAME;SNAPSHOT;;;BYTES;POLICY;SECONDS for a snapshot, and
                NAME;DATASET;;MOUNTPOINT;BYTES;POLICY;SECONDS for a dataset.\
                """);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        Comparator<Fields> order = order(arguments);
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (arguments.has(ALL) || arguments.has(SNAPSHOTS)) {
            parameters.put("snapshots", true);
        }
        if (arguments.has(ALL) || arguments.has(DATASETS)) {
            parameters.put("datasets", true);
        }
        Call call = new Call(BootEnvironments.LIST, parameters, false, false, false);
        Reply reply = session.daemon().ask(call, Daemon.ANSWER_LIMIT);
        List<Fields> all = new ArrayList<>(new Fields(reply.parameters()).objects("bootEnvironments"));
        String name = arguments.operand(0);
        if (name != null) {
            all.removeIf(be -> !be.text("name").equals(name));
            if (all.isEmpty()) {
                session.err().println("snapup: there is no boot environment " + Escape.line(name));
            }
        }
        int status = name != null && all.isEmpty() ? Outcome.EXIT_FAILED : 0;
        if (session.json()) {
            Map<String, @Nullable Object> listing = new LinkedHashMap<>(reply.parameters());
            listing.put("bootEnvironments", all.stream().map(Fields::object).toList());
            session.out().print(JsonLine.of(listing));
            return status;
        }
        if (status != 0) {
            return status;
        }
        if (order != null) {
            all.sort(order);
        }
        session.out().print(arguments.has(NO_HEADER) ? fields(all) : table(all));
        return 0;
    }

    /** Null for that of the daemon, which is by date. */
    private static @Nullable Comparator<Fields> order(Arguments arguments) throws UsageException {
        String ascending = arguments.value(ASCENDING);
        String descending = arguments.value(DESCENDING);
        if (ascending != null && descending != null) {
            throw new UsageException("-k and -K exclude each other");
        }
        String key = ascending != null ? ascending : descending;
        if (key == null) {
            return null;
        }
        Comparator<Fields> order = switch (key) {
            case "date" -> Comparator.comparing(be -> be.text("created"));
            case "name" -> Comparator.comparing(be -> be.text("name"));
            case "space" -> Comparator.comparingLong(be -> be.number("spaceBytes"));
            default -> throw new UsageException("the key must be date, name or space, not '" + key + "'");
        };
        return descending == null ? order : order.reversed();
    }

    /** Those beneath a BE's root, which has a line of its own. */
    private static List<Fields> nested(Fields be) {
        List<Fields> datasets = be.objects("datasets");
        return datasets.subList(Math.min(1, datasets.size()), datasets.size());
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
            for (Fields dataset : nested(be)) {
                String place = dataset.textOrEmpty("mountpoint");
                table.row(
                        "   " + dataset.text("name"),
                        "-",
                        place.isEmpty() ? "-" : place,
                        Amount.bytes(dataset.number("spaceBytes")),
                        be.text("policy"),
                        Moment.minute(dataset.text("created")));
            }
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
            for (Fields dataset : nested(be)) {
                line(text, be, dataset.text("name"), "", dataset.textOrEmpty("mountpoint"), dataset);
            }
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
        return (be.flag("activeNow") ? "N" : "")
                + (be.flag("activeOnReboot") ? "R" : "")
                + (be.has("bootOnce") && be.flag("bootOnce") ? "T" : "");
    }
}
