package org.snapup.daemon.storage.zfs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Makes clones of BEs, takes the tag away, discards them. A clone has {@code mountpoint=none} on its root until it is
 * finished.
 *
 * <p>One with its source's uuid is a replacement: its datasets get {@code canmount} only where the source had it, since
 * it can't be inherited back. All others get {@code noauto} throughout.
 */
final class Clones {
    /** What a clone mustn't have before it is independent and finished, and what no clone can be given. */
    private static final Set<String> LATER = Set.of(
            "mountpoint",
            "canmount",
            "quota",
            "reservation",
            "refquota",
            "refreservation",
            "volsize",
            "keylocation",
            "keyformat",
            "encryption",
            "version");

    private final Pool pool;
    private final Mounter mounter;
    private final Made made;

    Clones(Pool pool, Mounter mounter, Made made) {
        this.pool = pool;
        this.mounter = mounter;
        this.made = made;
    }

    void cloneSnapshot(Captured source, String snapshot, String newName, String uuid, Tag tag) {
        String from = pool.dataset(source.name());
        String to = pool.dataset(newName);
        Map<String, String> at = unusualPlaces(source);
        List<String> names = new ArrayList<>();
        @Nullable CommandResult failed = null;
        for (Captured.Dataset dataset : source.datasets()) {
            String name = Snapshots.name(to, dataset.path());
            names.add(name);
            List<String> command = new ArrayList<>(List.of("clone"));
            options(source, dataset, uuid, tag).forEach((property, value) -> {
                command.add("-o");
                command.add(property + "=" + value);
            });
            if (at.containsKey(dataset.path())) {
                command.add("-o");
                command.add(Property.AT + "=" + at.get(dataset.path()));
            }
            command.add(Snapshots.name(from, dataset.path()) + "@" + snapshot);
            command.add(name);
            CommandResult result = pool.commands().zfs(command);
            if (!result.ok() && failed == null) {
                failed = result;
                if (dataset.path().isEmpty()) {
                    requireOurs(to, newName, tag);
                }
            }
        }
        Map<String, Dataset> seen = pool.commands().get(names, FinalProperties.OBSERVED);
        for (String name : names) {
            Dataset made = seen.get(name);
            if (made == null || !made.isOf(tag)) {
                requireSnapshots(source, snapshot);
                throw ZfsCommands.failure(
                        "clone the BE " + source.name() + " to " + name,
                        newName,
                        failed == null ? new CommandResult(0, "", "") : failed);
            }
        }
        if (failed == null) {
            made.cloned(to, tag, seen);
        }
    }

    private void requireSnapshots(Captured source, String snapshot) {
        List<String> names = new ArrayList<>();
        source.datasets()
                .forEach(dataset ->
                        names.add(Snapshots.name(pool.dataset(source.name()), dataset.path()) + "@" + snapshot));
        names.removeAll(pool.commands().get(names, "guid").keySet());
        if (!names.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.NO_SUCH_SNAPSHOT,
                    snapshot,
                    "the snapshot " + String.join(", ", names) + " isn't there any more",
                    null);
        }
    }

    private void requireOurs(String dataset, String name, Tag tag) {
        Dataset there =
                pool.commands().get(List.of(dataset), "guid", Property.TAG).get(dataset);
        if (there != null && !there.isOf(tag)) {
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    name,
                    "can't make the BE " + name + ": there is one with this name already; choose another name",
                    null);
        }
    }

    private Map<String, String> options(Captured source, Captured.Dataset dataset, String uuid, Tag tag) {
        Map<String, String> options = new java.util.LinkedHashMap<>();
        options.put(Property.TAG, tag.toString());
        String canmount = dataset.properties().get("canmount");
        if (!uuid.equals(source.uuid())) {
            canmount = "off".equals(canmount) ? "off" : "noauto";
        }
        if (canmount != null) {
            options.put("canmount", canmount);
        }
        if (dataset.path().isEmpty()) {
            options.put("mountpoint", "none");
            options.put(Property.UUID, uuid);
        }
        dataset.properties().forEach((property, value) -> {
            if (!LATER.contains(property)) {
                options.put(property, value);
            }
        });
        return options;
    }

    /** Where datasets lie in the BE, by path, if that isn't where their name says; empty text for nowhere. */
    private static Map<String, String> unusualPlaces(Captured source) {
        Map<String, String> places = new HashMap<>();
        Map<String, String> unusual = new HashMap<>();
        String top = source.datasets().get(0).properties().getOrDefault("mountpoint", "/");
        String topAt = source.datasets().get(0).mountedAt();
        for (Captured.Dataset dataset : source.datasets()) {
            if (dataset.path().isEmpty()) {
                places.put("", "");
                continue;
            }
            int slash = dataset.path().lastIndexOf('/');
            String usual = places.getOrDefault(slash < 0 ? "" : dataset.path().substring(0, slash), "none") + "/"
                    + dataset.path().substring(slash + 1);
            String place = usual;
            String own = dataset.properties().get("mountpoint");
            String seen = dataset.mountedAt();
            if (topAt != null && seen != null && seen.startsWith(topAt.equals("/") ? "/" : topAt + "/")) {
                place = topAt.equals("/") ? seen : seen.substring(topAt.length());
            } else if (own != null) {
                place = own.startsWith("/") ? beneath(own, top) : "none";
            }
            places.put(dataset.path(), place);
            if (!place.equals(usual)) {
                unusual.put(dataset.path(), place);
            }
        }
        return unusual;
    }

    private static String beneath(String mountpoint, String top) {
        if (!top.startsWith("/") || top.equals("/")) {
            return mountpoint;
        }
        return mountpoint.startsWith(top + "/") ? mountpoint.substring(top.length()) : "none";
    }

    /** Dataset by dataset, the root last: recursively it would take the tags of the snapshots, too. */
    void untag(String name, Tag tag) {
        String root = pool.dataset(name);
        List<String> tagged = new ArrayList<>(made.clone(root, tag)
                .map(Map::keySet)
                .orElseGet(() -> tagged(root, tag).keySet()));
        if (tagged.isEmpty()) {
            return;
        }
        Collections.reverse(tagged);
        List<String> command = new ArrayList<>(List.of("inherit", Property.TAG));
        command.addAll(tagged);
        CommandResult result = pool.commands().zfs(command);
        made.forgetClone(root);
        if (pool.commands().get(tagged, Property.TAG).values().stream().anyMatch(dataset -> dataset.isOf(tag))) {
            throw ZfsCommands.failure("take the mark from the finished BE " + name, name, result);
        }
    }

    private Map<String, Dataset> tagged(String root, Tag tag) {
        Map<String, Dataset> tree = pool.commands().get(pool.commands().tree(root), Property.TAG);
        tree.values().removeIf(dataset -> !dataset.isOf(tag));
        return tree;
    }

    void discard(String name, Tag tag) {
        String root = pool.dataset(name);
        made.forgetClone(root);
        List<String> tree = pool.commands().tree(root);
        if (tree.isEmpty()) {
            return;
        }
        Map<String, Dataset> seen = pool.commands().get(tree, "guid", Property.TAG, Property.RECEIVED);
        List<String> snapshots = pool.commands().snapshots(root);
        List<String> received = received(seen, snapshots, tag);
        List<String> foreign = new ArrayList<>(snapshots);
        foreign.removeAll(received);
        tree.stream()
                .filter(dataset ->
                        !seen.containsKey(dataset) || !seen.get(dataset).isOf(tag))
                .forEach(foreign::add);
        if (!foreign.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    name,
                    "can't discard the unfinished BE " + name + ", it is kept: these aren't this job's: "
                            + foreign.stream().limit(10).collect(Collectors.joining(", ")),
                    null);
        }
        if (pool.commands().bootfs().equals(root)) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    name,
                    "can't discard the BE " + name + ": the machine boots it next; activate another one first",
                    null);
        }
        mounter.unmountTree(root);
        CommandResult last = new CommandResult(0, "", "");
        for (String snapshot : received) {
            last = pool.commands().zfsUntilIdle("destroy", snapshot);
        }
        for (int i = tree.size() - 1; i >= 0; i--) {
            last = pool.commands().zfsUntilIdle("destroy", tree.get(i));
        }
        if (!pool.commands().tree(root).isEmpty()) {
            throw ZfsCommands.failure("discard the unfinished BE " + name, name, last);
        }
    }

    /** The snapshots that came with a stream: those whose guid the job noted on its dataset before it took the stream. */
    private List<String> received(Map<String, Dataset> tree, List<String> snapshots, Tag tag) {
        return pool.commands().get(snapshots, "guid").values().stream()
                .filter(snapshot -> {
                    Dataset dataset = tree.get(
                            snapshot.name().substring(0, snapshot.name().indexOf('@')));
                    return dataset != null
                            && dataset.isOf(tag)
                            && dataset.property(Property.RECEIVED).isLocal()
                            && dataset.value(Property.RECEIVED).equals(snapshot.guid());
                })
                .map(Dataset::name)
                .toList();
    }
}
