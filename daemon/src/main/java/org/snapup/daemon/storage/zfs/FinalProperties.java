package org.snapup.daemon.storage.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.exec.CommandResult;

/** What a finished clone's mountpoints, canmount, quotas and reservations have to be, and what is missing from that. */
final class FinalProperties {
    /** In the order in which they are set: quotas last, they can make everything before them fail. */
    private static final List<String> SPACE = List.of("reservation", "refreservation", "quota", "refquota");

    /** What must be known of each dataset; what its place takes as well. */
    static final String[] OBSERVED = {
        "guid",
        "type",
        "mountpoint",
        "canmount",
        "reservation",
        "refreservation",
        "quota",
        "refquota",
        Property.TAG,
        Property.AT,
        Property.JOURNAL,
        Property.UUID
    };

    private final Pool pool;
    private final String root;
    private final Captured source;

    FinalProperties(Pool pool, String root, Captured source) {
        this.pool = pool;
        this.root = root;
        this.source = source;
    }

    private record Change(
            String dataset,
            String property,
            @org.jspecify.annotations.Nullable String value) {}

    Map<String, Dataset> observe() {
        List<String> names = source.datasets().stream()
                .map(dataset -> Snapshots.name(root, dataset.path()))
                .toList();
        return pool.commands().get(names, OBSERVED);
    }

    boolean isReached(Map<String, Dataset> tree) {
        return changes(tree).isEmpty();
    }

    private List<Change> changes(Map<String, Dataset> tree) {
        Dataset top = tree.get(root);
        boolean replacement = top != null && Looking.uuid(top).equals(source.uuid());
        List<Change> changes = new ArrayList<>();
        List<Change> last = new ArrayList<>();
        for (Captured.Dataset wanted : source.datasets()) {
            Dataset dataset = tree.get(Snapshots.name(root, wanted.path()));
            if (dataset == null) {
                changes.add(new Change(Snapshots.name(root, wanted.path()), "mountpoint", null));
                continue;
            }
            if (!dataset.value("type").equals("volume")) {
                mountpoint(dataset, wanted, changes);
                canmount(dataset, wanted, replacement, changes);
            }
            for (String property : SPACE) {
                String value = wanted.properties().get(property);
                Property now = dataset.property(property);
                if (value != null && !(now.isLocal() && now.value().equals(value))) {
                    last.add(new Change(dataset.name(), property, value.equals("0") ? "none" : value));
                }
            }
        }
        changes.addAll(last);
        return changes;
    }

    private void mountpoint(Dataset dataset, Captured.Dataset wanted, List<Change> changes) {
        String value = wanted.properties().get("mountpoint");
        Property now = dataset.property("mountpoint");
        if (value == null
                ? now.isOwn()
                : !(now.isLocal() && pool.altroot().strip(now.value()).equals(value))) {
            changes.add(new Change(dataset.name(), "mountpoint", value));
        }
        if (dataset.property(Property.AT).isLocal()) {
            changes.add(new Change(dataset.name(), Property.AT, null));
        }
    }

    private static void canmount(Dataset dataset, Captured.Dataset wanted, boolean replacement, List<Change> changes) {
        String value = wanted.properties().get("canmount");
        if (!replacement) {
            value = "off".equals(value) ? "off" : "noauto";
        }
        if (value != null && !dataset.value("canmount").equals(value)) {
            changes.add(new Change(dataset.name(), "canmount", value));
        }
    }

    /** Whether setting the mountpoints would mount something at its final place. */
    boolean wouldMount(Map<String, Dataset> tree) {
        Dataset top = tree.get(root);
        return top != null
                && !top.value("mountpoint").startsWith("/")
                && tree.values().stream()
                        .anyMatch(dataset -> dataset.value("canmount").equals("on"));
    }

    /** Makes every change that is missing; gives the first failure's result, or the last one. */
    CommandResult apply(Map<String, Dataset> tree) {
        CommandResult last = new CommandResult(0, "", "");
        for (Change change : changes(tree)) {
            CommandResult result = change.value() == null
                    ? pool.commands().zfs("inherit", change.property(), change.dataset())
                    : pool.commands().set(change.dataset(), change.property(), change.value());
            if (last.ok()) {
                last = result;
            }
        }
        return last;
    }
}
