package org.snapup.daemon.storage.zfs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Takes and gives up snapshots over all datasets of a BE. */
final class Snapshots {
    private final Pool pool;
    private final Made made;

    Snapshots(Pool pool, Made made) {
        this.pool = pool;
        this.made = made;
    }

    void snapshot(Captured source, String snapshot, @Nullable Tag tag) {
        String root = pool.dataset(source.name());
        String mark = tag == null ? Property.MADE + "=user" : Property.TAG + "=" + tag;
        CommandResult result = source.datasets().size() == 1
                ? pool.commands().zfs("snapshot", "-o", mark, root + "@" + snapshot)
                : pool.commands().zfs("snapshot", "-r", "-o", mark, root + "@" + snapshot);
        List<String> names = new java.util.ArrayList<>(List.of(root));
        source.datasets().forEach(dataset -> names.add(name(root, dataset.path()) + "@" + snapshot));
        Map<String, Dataset> seen = pool.commands().get(names, "guid", Property.TAG, Property.MADE);
        Dataset top = seen.get(root);
        if (top == null || !top.guid().equals(source.guid())) {
            if (result.ok() && tag != null) {
                releaseSnapshot(source.name(), snapshot, tag);
            }
            throw Captures.gone(source.name());
        }
        names.remove(root);
        for (String name : names) {
            Dataset taken = seen.get(name);
            if (taken == null) {
                throw ZfsCommands.failure("take the snapshot " + name, name, result);
            }
            if (tag == null ? !taken.property(Property.MADE).isLocal() : !taken.isOf(tag)) {
                throw new SnapupException(
                        ErrorCode.NAME_TAKEN,
                        snapshot,
                        "can't take the snapshot " + name + ": there is one with this name already, which isn't this"
                                + " job's; nothing was changed",
                        null);
            }
        }
        if (tag != null) {
            made.snapshotted(root + "@" + snapshot, tag, Set.copyOf(names));
        }
    }

    static String name(String root, String path) {
        return path.isEmpty() ? root : root + "/" + path;
    }

    void releaseSnapshot(String beName, String snapshot, Tag tag) {
        String root = pool.dataset(beName);
        List<String> names = pool.commands().tree(root).stream()
                .map(name -> name + "@" + snapshot)
                .toList();
        CommandResult result;
        if (!names.isEmpty() && made.snapshots(root + "@" + snapshot, tag).equals(Set.copyOf(names))) {
            result = pool.commands().zfs("destroy", "-d", "-r", root + "@" + snapshot);
        } else {
            List<Dataset> ours = ours(names, tag);
            if (ours.isEmpty()) {
                return;
            }
            result = releaseEach(ours);
        }
        made.forgetSnapshot(root + "@" + snapshot);
        List<Dataset> left = ours(names, tag);
        if (!left.isEmpty()) {
            throw ZfsCommands.failure(
                    "release the snapshot " + left.get(0).name(), left.get(0).name(), result);
        }
    }

    /** Those of this job that nobody has given up. */
    private List<Dataset> ours(List<String> names, Tag tag) {
        return pool.commands().get(names, "defer_destroy", Property.TAG).values().stream()
                .filter(snapshot ->
                        snapshot.isOf(tag) && !snapshot.value("defer_destroy").equals("on"))
                .toList();
    }

    private CommandResult releaseEach(List<Dataset> snapshots) {
        CommandResult last = new CommandResult(0, "", "");
        for (Dataset snapshot : snapshots) {
            last = pool.commands().zfs("destroy", "-d", snapshot.name());
        }
        return last;
    }
}
