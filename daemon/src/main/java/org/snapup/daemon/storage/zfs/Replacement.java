package org.snapup.daemon.storage.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Puts a clone in the place of the BE that it was made from. */
final class Replacement {
    private final Pool pool;
    private final Mounter mounter;

    Replacement(Pool pool, Mounter mounter) {
        this.pool = pool;
        this.mounter = mounter;
    }

    /**
     * Promotes each dataset whose origin lies in the original, told by its guid, whatever that is called now. A dataset
     * that is promoted a second time would turn the tables: so the origins are looked at before each round.
     */
    void takeOver(String replacement, Captured original) {
        String root = pool.dataset(replacement);
        List<String> names = original.datasets().stream()
                .map(dataset -> Snapshots.name(root, dataset.path()))
                .toList();
        requireAll(replacement, names);
        Optional<SnapupException> failure = Optional.empty();
        for (int round = 0; round < 3; round++) {
            List<String> dependent = dependent(names, original);
            if (dependent.isEmpty()) {
                return;
            }
            for (String name : dependent) {
                CommandResult result = pool.commands().zfsUntilIdle("promote", name);
                if (!result.ok()) {
                    failure = Optional.of(ZfsCommands.failure("make " + name + " independent", name, result));
                }
            }
        }
        if (!dependent(names, original).isEmpty()) {
            throw failure.orElseGet(() -> new SnapupException(
                    ErrorCode.STORAGE_FAILED, "can't make " + root + " independent of " + original.name()));
        }
    }

    private void requireAll(String replacement, List<String> names) {
        Set<String> there = pool.commands().get(names, "guid").keySet();
        List<String> missing =
                names.stream().filter(name -> !there.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    replacement,
                    "the BE " + replacement + " can't replace another, it lacks " + String.join(", ", missing),
                    null);
        }
    }

    private List<String> dependent(List<String> names, Captured original) {
        Map<String, String> parents = pool.commands().get(names, "origin").values().stream()
                .filter(dataset -> dataset.value("origin").contains("@"))
                .collect(Collectors.toMap(Dataset::name, dataset -> filesystem(dataset.value("origin"))));
        Set<String> guids =
                original.datasets().stream().map(Captured.Dataset::guid).collect(Collectors.toSet());
        Set<String> inOriginal = pool.commands().get(Set.copyOf(parents.values()), "guid").values().stream()
                .filter(parent -> guids.contains(parent.guid()))
                .map(Dataset::name)
                .collect(Collectors.toSet());
        return names.stream()
                .filter(name -> inOriginal.contains(parents.getOrDefault(name, "")))
                .toList();
    }

    private static String filesystem(String snapshot) {
        return snapshot.substring(0, snapshot.indexOf('@'));
    }

    void rename(String guid, String newName) {
        String wanted = pool.dataset(newName);
        Map<String, Dataset> roots = pool.roots();
        Dataset there = roots.get(wanted);
        if (there != null) {
            if (there.guid().equals(guid)) {
                return;
            }
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    newName,
                    "can't rename a BE to " + newName + ": there is one with this name; choose another name",
                    null);
        }
        String now = roots.values().stream()
                .filter(root -> root.guid().equals(guid))
                .map(Dataset::name)
                .findFirst()
                .orElseThrow(() -> Captures.gone("with the guid " + guid));
        CommandResult result = pool.commands().zfsUntilIdle("rename", now, wanted);
        if (pool.byGuid(guid).filter(root -> root.name().equals(wanted)).isEmpty()) {
            throw ZfsCommands.failure("rename " + now + " to " + wanted, newName, result);
        }
    }

    /**
     * Destroys the original leaf by leaf. Kept as soon as something in it isn't the job's; then it gets a uuid of its own
     * and mounts nothing by itself any more.
     */
    Optional<String> destroyReplaced(String name, Captured original, Tag tag) {
        String root = pool.dataset(name);
        List<String> tree = pool.commands().tree(root);
        Map<String, Dataset> seen = pool.commands().get(tree, "guid", "canmount", Property.UUID);
        Dataset top = seen.get(root);
        if (top == null || !top.guid().equals(original.guid())) {
            return Optional.empty();
        }
        if (hasForeign(root, tree, original, tag)) {
            putAside(root, seen, original);
            return Optional.of("zfs destroy -r " + root);
        }
        if (pool.commands().bootfs().equals(root)) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    name,
                    "can't destroy the BE " + name + ": the machine boots it next; activate another one first",
                    null);
        }
        mounter.unmountTree(root);
        CommandResult last = new CommandResult(0, "", "");
        for (String snapshot : pool.commands().snapshots(root)) {
            last = pool.commands().zfsUntilIdle("destroy", snapshot);
        }
        for (int i = tree.size() - 1; i >= 0; i--) {
            last = pool.commands().zfsUntilIdle("destroy", tree.get(i));
        }
        if (!pool.commands().tree(root).isEmpty()) {
            throw ZfsCommands.failure("destroy the BE " + name, name, last);
        }
        return Optional.empty();
    }

    private boolean hasForeign(String root, List<String> tree, Captured original, Tag tag) {
        Set<String> known = original.datasets().stream()
                .map(dataset -> Snapshots.name(root, dataset.path()))
                .collect(Collectors.toSet());
        if (!known.containsAll(tree)) {
            return true;
        }
        List<String> snapshots = pool.commands().snapshots(root);
        return pool.commands().get(snapshots, Property.TAG).values().stream().anyMatch(snapshot -> !snapshot.isOf(tag));
    }

    private void putAside(String root, Map<String, Dataset> tree, Captured original) {
        mounter.unmountTree(root);
        List<CommandResult> results = new ArrayList<>();
        for (Dataset dataset : tree.values()) {
            if (dataset.value("canmount").equals("on")) {
                results.add(pool.commands().set(dataset.name(), "canmount", "noauto"));
            }
            if (dataset.name().equals(root) && Looking.uuid(dataset).equals(original.uuid())) {
                results.add(pool.commands()
                        .set(root, Property.UUID, UUID.randomUUID().toString()));
            }
        }
        results.stream()
                .filter(result -> !result.ok())
                .findFirst()
                .ifPresent(result -> ZfsCommands.require(result, "put the BE " + root + " aside", root));
    }
}
