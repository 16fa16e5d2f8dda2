package org.snapup.daemon.storage.zfs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.zfs.command.Dataset;

/**
 * What this process made and looked at right afterwards, until it is finished or given up: nobody else changes a job's
 * unfinished objects, so the next step needn't look again before it acts. It looks afterwards, as always. Empty after a
 * start, when everything is looked at first. Confined to the thread that changes the storage.
 */
final class Made {
    private final Map<String, Clone> clones = new HashMap<>();
    private final Map<String, Snapshot> snapshots = new HashMap<>();

    private record Clone(Tag tag, Map<String, Dataset> tree) {}

    private record Snapshot(Tag tag, Set<String> names) {}

    void cloned(String root, Tag tag, Map<String, Dataset> tree) {
        clones.put(root, new Clone(tag, new LinkedHashMap<>(tree)));
    }

    /** The clone's datasets as they were when they had been made. */
    Optional<Map<String, Dataset>> clone(String root, Tag tag) {
        return Optional.ofNullable(clones.get(root))
                .filter(clone -> clone.tag().sameJob(tag))
                .map(Clone::tree);
    }

    void snapshotted(String snapshot, Tag tag, Set<String> names) {
        snapshots.put(snapshot, new Snapshot(tag, Set.copyOf(names)));
    }

    /** The names of the job's snapshots over all datasets of a BE; empty where this process didn't take them. */
    Set<String> snapshots(String snapshot, Tag tag) {
        Snapshot taken = snapshots.get(snapshot);
        return taken != null && taken.tag().sameJob(tag) ? taken.names() : Set.of();
    }

    void forgetClone(String root) {
        clones.remove(root);
    }

    void forgetSnapshot(String snapshot) {
        snapshots.remove(snapshot);
    }
}
