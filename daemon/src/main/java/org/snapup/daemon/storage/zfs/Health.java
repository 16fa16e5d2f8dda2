package org.snapup.daemon.storage.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.exec.CommandResult;

/** Looks at the pool and at what lies beneath the BEs' root. Changes nothing; any thread. */
final class Health {
    private final Pool pool;

    Health(Pool pool) {
        this.pool = pool;
    }

    Inspection inspect(long reserveBytes) {
        String name = pool.config().pool();
        String root = pool.config().root();
        List<String> facts = new ArrayList<>();
        CommandResult listed = pool.commands().zpool("list", name);
        facts.addAll(listed.out().lines().toList());
        CommandResult datasets = pool.commands()
                .zfs("list", "-r", "-t", "all", "-o", "name,used,avail,refer,origin,mountpoint,canmount,mounted", root);
        facts.addAll(datasets.out().lines().toList());
        return new Inspection(reserveBytes, foreign(root), troubles(name), facts);
    }

    private List<String> troubles(String name) {
        CommandResult health = pool.commands().zpool("list", "-H", "-o", "health", name);
        String word = health.out().strip();
        if (!health.ok()) {
            return List.of(
                    "the pool " + name + " doesn't answer: " + health.err().strip());
        }
        return word.equals("ONLINE")
                ? List.of()
                : List.of("the pool " + name + " is " + word + "; what is wrong with it: zpool status " + name);
    }

    /** Volumes beside the BEs, and snapshots of the root itself. */
    private List<String> foreign(String root) {
        Map<String, Dataset> seen = pool.commands().getAllBeneath(root, "type");
        return seen.values().stream()
                .filter(dataset -> {
                    boolean ofRoot = dataset.name().startsWith(root + "@");
                    boolean child = dataset.name().lastIndexOf('/') == root.length();
                    boolean volume = dataset.value("type").equals("volume");
                    return ofRoot || (child && volume && !dataset.name().contains("@"));
                })
                .map(Dataset::name)
                .toList();
    }
}
