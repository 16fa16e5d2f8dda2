package org.snapup.client.be.bectl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Bes;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.be.dialect.Size;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;

/** {@code bectl list}. */
final class BectlList {
    private static final int INDENT = 2;
    private static final int ACTIVE_WIDTH = "Active".length();
    private static final int SPACE_WIDTH = "Space".length();

    private final List<Fields> bes;
    private final boolean script;
    private final boolean broken;
    private final boolean snapshots;
    private final Map<String, Long> spaces = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int nameWidth;
    private int mountpointWidth = "Mountpoint".length();

    private BectlList(List<Fields> bes, Options options) {
        this.bes = bes;
        this.script = options.has('H');
        this.snapshots = options.has('s');
        this.broken = options.has('a') || snapshots;
        for (Fields be : bes) {
            for (Fields dataset : be.objects("datasets")) {
                spaces.put(dataset.text("name"), dataset.number("spaceBytes"));
            }
        }
    }

    static int run(Options options, Session session) throws IOException, BadUsageException {
        options.require(0, 0);
        boolean reversed = options.endsWith('C', 'c');
        String property = reversed ? options.value('C') : options.value('c');
        Comparator<Fields> order = order(property == null ? "name" : property);
        List<Fields> bes = new ArrayList<>(Bes.of(Bes.ask(session, options.has('s'), true)));
        bes.sort(reversed ? order.reversed() : order);
        BectlList list = new BectlList(bes, options);
        boolean full = options.has('D') && !list.broken;
        list.measure();
        if (!list.script) {
            list.header();
        }
        for (int i = 0; i < bes.size(); i++) {
            if (i > 0 && list.broken) {
                list.text.append('\n');
            }
            list.add(bes.get(i), full);
        }
        session.out().print(list.text);
        return 0;
    }

    private static Comparator<Fields> order(String property) throws BadUsageException {
        return switch (property) {
            case "name" -> Comparator.comparing(be -> be.text("name"));
            case "creation" -> Comparator.comparingLong(Bes::epochSecond);
            case "origin" -> Comparator.comparing(BectlList::origin);
            case "used" -> Comparator.comparingLong(be -> be.number("spaceBytes"));
            case "usedds" -> Comparator.comparingLong(be -> number(be, "ownBytes"));
            case "usedsnap" -> Comparator.comparingLong(be -> number(be, "snapshotBytes"));
            case "usedrefreserv" -> Comparator.comparingLong(be -> number(be, "reservedBytes"));
            default -> throw new BadUsageException("can't sort by '" + property + "'");
        };
    }

    private static @Nullable Fields root(Fields be) {
        List<Fields> datasets = be.objects("datasets");
        return datasets.isEmpty() ? null : datasets.get(0);
    }

    private static long number(Fields be, String field) {
        Fields root = root(be);
        return root == null ? 0 : root.number(field);
    }

    private static String origin(Fields be) {
        Fields root = root(be);
        return root == null || !root.has("origin") ? "" : root.object("origin").text("name");
    }

    private void measure() {
        nameWidth = (broken ? "BE/Dataset/Snapshot" : "BE").length();
        for (Fields be : bes) {
            nameWidth = Math.max(nameWidth, Bes.text(be, "name").length());
            mountpointWidth =
                    Math.max(mountpointWidth, Bes.text(be, "mountpoint").length());
            Fields root = root(be);
            if (broken && root != null) {
                nameWidth = Math.max(nameWidth, Bes.text(root, "name").length() + INDENT);
                nameWidth = Math.max(nameWidth, Escape.line(origin(be)).length() + 2 * INDENT);
            }
        }
    }

    private void header() {
        text.append(Bes.padded(broken ? "BE/Dataset/Snapshot" : "BE", nameWidth))
                .append(" Active ")
                .append(Bes.padded("Mountpoint", mountpointWidth))
                .append(" Space Created\n");
        if (broken) {
            text.append('\n');
        }
    }

    private void add(Fields be, boolean full) {
        Fields root = root(be);
        if (!broken || root == null) {
            long space = be.number("spaceBytes");
            if (root != null && root.has("origin")) {
                Fields origin = root.object("origin");
                space += origin.number("spaceBytes");
                String dataset = origin.text("name");
                space += full ? spaces.getOrDefault(dataset.substring(0, dataset.indexOf('@')), 0L) : 0;
            }
            line(0, Bes.text(be, "name"), Bes.active(be), Bes.text(be, "mountpoint"), space, be);
            return;
        }
        text.append(Bes.text(be, "name")).append('\n');
        line(
                INDENT,
                Bes.text(root, "name"),
                Bes.active(be),
                Bes.text(be, "mountpoint"),
                root.number("spaceBytes"),
                root);
        if (root.has("origin")) {
            Fields origin = root.object("origin");
            line(2 * INDENT, Bes.text(origin, "name"), "", "", origin.number("spaceBytes"), origin);
        }
        if (snapshots) {
            for (Fields snapshot : root.objects("snapshots")) {
                String name = Bes.text(root, "name") + "@" + Bes.text(snapshot, "name");
                line(INDENT, name, "", "", snapshot.number("spaceBytes"), snapshot);
            }
        }
    }

    private void line(int indent, String name, String active, String mountpoint, long space, Fields created) {
        text.append(" ".repeat(indent));
        field(name, nameWidth - indent);
        field(active.isEmpty() ? "-" : active, ACTIVE_WIDTH);
        field(mountpoint.isEmpty() ? "-" : mountpoint, mountpointWidth);
        field(Size.ofBectl(space), SPACE_WIDTH);
        text.append(Bes.localMinute(created)).append('\n');
    }

    private void field(String value, int width) {
        text.append(script ? value : Bes.padded(value, width)).append(script ? '\t' : ' ');
    }
}
