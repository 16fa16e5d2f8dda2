package org.snapup.client.be.beadm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Bes;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.be.dialect.Size;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.ErrorCode;

/** {@code beadm list}. */
final class BeadmList {
    private static final String INDENT = "   ";

    private final boolean datasets;
    private final boolean snapshots;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A line; fields that a line doesn't have are empty.
     *
     * @param second behind the BE's name in the form for scripts
     */
    private record Row(
            String be,
            String second,
            String shown,
            String active,
            String mountpoint,
            long bytes,
            String policy,
            long created,
            String createdLocally,
            boolean snapshot) {}

    private BeadmList(boolean datasets, boolean snapshots) {
        this.datasets = datasets;
        this.snapshots = snapshots;
    }

    static int run(Options options, Session session) throws IOException, BadUsageException {
        if (options.has('a') && (options.has('d') || options.has('s'))) {
            throw new BadUsageException(
                    "Invalid options: -a and " + (options.has('d') ? "-d" : "-s") + " are mutually exclusive.");
        }
        Comparator<Fields> order = order(options);
        options.require(0, 1);
        String name = options.operands().isEmpty() ? null : options.operands().get(0);
        BeadmList list = new BeadmList(options.has('a') || options.has('d'), options.has('a') || options.has('s'));
        Fields listing = Bes.ask(session, list.snapshots, list.datasets || list.snapshots);
        List<Fields> bes = new ArrayList<>(Bes.of(listing));
        bes.removeIf(be -> name != null && !be.text("name").equals(name));
        if (bes.isEmpty()) {
            return none(session, name);
        }
        bes.sort(order);
        bes.forEach(list::add);
        session.out().print(options.has('H') ? list.forScripts() : list.table());
        return 0;
    }

    private static int none(Session session, @Nullable String name) {
        session.err()
                .println(
                        name == null
                                ? "No boot environments found on this system."
                                : "There is no boot environment " + name + ".");
        return BeadmStatus.of(BootEnvironments.LIST, ErrorCode.NO_SUCH_BE);
    }

    private static Comparator<Fields> order(Options options) throws BadUsageException {
        if (options.count("kK") > 1) {
            throw new BadUsageException("Sort key can be specified only once.");
        }
        String key = options.has('k') ? options.value('k') : options.value('K');
        Comparator<Fields> order = switch (key == null ? "date" : key) {
            case "date" -> Comparator.comparingLong(Bes::epochSecond);
            case "name" -> Comparator.comparing(be -> be.text("name"));
            case "space" -> Comparator.comparingLong(be -> be.number("spaceBytes"));
            default -> throw new BadUsageException("Unknown sort key: " + key);
        };
        return options.has('K') ? order.reversed() : order;
    }

    private void add(Fields be) {
        String name = Bes.text(be, "name");
        if (!datasets && !snapshots) {
            String uuid = Bes.text(be, "uuid");
            rows.add(row(be, be, uuid.startsWith("guid-") ? "" : uuid, name, Bes.active(be), be.number("spaceBytes")));
            return;
        }
        rows.add(new Row(name, "", name, "", "", -1, "", 0, "", false));
        List<Fields> all = be.objects("datasets");
        String root = all.isEmpty() ? name : all.get(0).text("name");
        String container = root.substring(0, Math.max(0, root.lastIndexOf('/') + 1));
        for (int i = 0; i < all.size(); i++) {
            Fields dataset = all.get(i);
            if (datasets) {
                String shown = Bes.text(dataset, "name");
                rows.add(row(
                        be,
                        dataset,
                        shown,
                        INDENT + shown,
                        i == 0 ? Bes.active(be) : "",
                        dataset.number("spaceBytes")));
            }
            if (i > 0) {
                snapshots(be, dataset, container);
            }
        }
        if (!all.isEmpty()) {
            snapshots(be, all.get(0), container);
        }
    }

    private void snapshots(Fields be, Fields dataset, String container) {
        if (!snapshots) {
            return;
        }
        String whole = Bes.text(dataset, "name");
        String within = whole.startsWith(container) ? whole.substring(container.length()) : whole;
        for (Fields snapshot : dataset.objects("snapshots")) {
            String name = "@" + Bes.text(snapshot, "name");
            rows.add(new Row(
                    Bes.text(be, "name"),
                    within + name,
                    INDENT + (datasets ? whole : within) + name,
                    "",
                    "",
                    snapshot.number("spaceBytes"),
                    Bes.text(be, "policy"),
                    Bes.epochSecond(snapshot),
                    Bes.localMinute(snapshot),
                    true));
        }
    }

    private static Row row(Fields be, Fields object, String second, String shown, String active, long bytes) {
        return new Row(
                Bes.text(be, "name"),
                second,
                shown,
                active,
                Bes.text(object, "mountpoint"),
                bytes,
                Bes.text(be, "policy"),
                Bes.epochSecond(object),
                Bes.localMinute(object),
                false);
    }

    private String forScripts() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            if (row.bytes() < 0) {
                continue;
            }
            text.append(row.be()).append(';').append(row.second()).append(';');
            if (!row.snapshot() || datasets) {
                text.append(row.active()).append(';').append(row.mountpoint()).append(';');
            }
            text.append(row.bytes())
                    .append(';')
                    .append(row.policy())
                    .append(';')
                    .append(row.created())
                    .append('\n');
        }
        return text.toString();
    }

    private String table() {
        boolean short_ = snapshots && !datasets;
        String title = datasets ? (snapshots ? "BE/Dataset/Snapshot" : "BE/Dataset") : snapshots ? "BE/Snapshot" : "BE";
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {title, "Active", "Mountpoint", "Space", "Policy", "Created"});
        for (Row row : rows) {
            lines.add(
                    row.bytes() < 0
                            ? new String[] {row.shown()}
                            : new String[] {
                                row.shown(),
                                row.active().isEmpty() ? "-" : row.active(),
                                row.mountpoint().isEmpty() ? "-" : row.mountpoint(),
                                Size.ofBeadm(row.bytes()),
                                row.policy(),
                                row.createdLocally()
                            });
        }
        int[] widths = new int[6];
        for (String[] line : lines) {
            for (int i = 0; i < line.length - 1; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
            widths[0] = Math.max(widths[0], line[0].length());
        }
        StringBuilder text = new StringBuilder();
        for (String[] line : lines) {
            text.append(line.length == 1 ? line[0] : Bes.padded(line[0], widths[0]));
            for (int i = 1; i < line.length; i++) {
                if (!short_ || i > 2) {
                    text.append(' ').append(i + 1 == line.length ? line[i] : Bes.padded(line[i], widths[i]));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}
