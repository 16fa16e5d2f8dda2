package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Mounts finished BEs where a user wants them, and takes back everything that this changes. */
final class UserMounts {
    private final Pool pool;
    private final Mounter mounter;
    private final MountJournal journal;
    private final SharedMounts shared;

    UserMounts(Pool pool, Mounter mounter) {
        this.pool = pool;
        this.mounter = mounter;
        this.journal = new MountJournal(pool);
        this.shared = new SharedMounts(pool);
    }

    void mount(Be be, Path folder, SharedFiles mode) {
        String root = pool.dataset(be.name());
        Optional<String> mounted = pool.mounts().pathOf(root);
        if (mounted.isEmpty()) {
            prepare(be, folder);
        }
        Path real = Path.of(Looking.real(folder));
        if (mounted.isPresent() && !mounted.get().equals(real.toString())) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    be.name(),
                    "can't mount the BE " + be.name() + " at " + folder + ": it is mounted at " + mounted.get()
                            + "; unmount it first",
                    null);
        }
        mountAt(root, be.guid(), real);
        if (mode != SharedFiles.NONE) {
            shared.mount(real, mode);
        }
    }

    private static void prepare(Be be, Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> children = Files.list(folder)) {
                if (children.findAny().isPresent()) {
                    throw new SnapupException(
                            ErrorCode.INVALID_REQUEST,
                            folder.toString(),
                            "can't mount the BE " + be.name() + " at " + folder
                                    + ": the folder isn't empty; name another one",
                            null);
                }
            }
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    folder.toString(),
                    "can't mount the BE " + be.name() + " at " + folder + ": " + e,
                    e);
        }
    }

    private Map<String, Dataset> tree(String root) {
        return pool.commands().get(pool.commands().tree(root), Placement.PROPERTIES);
    }

    private void mountAt(String root, String guid, Path folder) {
        Map<String, Dataset> tree = tree(root);
        Dataset top = tree.get(root);
        if (top == null || !top.guid().equals(guid)) {
            throw Captures.gone(root);
        }
        var placements = Placement.of(tree.values(), pool.altroot(), folder);
        if (!pool.direct()) {
            for (Placement placement : placements) {
                Dataset dataset = tree.get(placement.dataset());
                if (placement.explicit() && dataset != null) {
                    journal.keep(dataset);
                }
            }
        }
        mounter.mount(tree, placements);
    }

    void unmount(Be be, boolean force) {
        String root = pool.dataset(be.name());
        pool.mounts().pathOf(root).ifPresent(shared::unmount);
        mounter.unmountTree(root, force);
        journal.restore(tree(root));
    }

    /** Mounts the BE where and how the original was mounted when it was captured. */
    void remount(String name, Captured original) {
        String root = pool.dataset(name);
        Captured.Dataset top = original.datasets().get(0);
        if (top.mountedAt() != null && top.temporary()) {
            Dataset there = pool.commands().get(java.util.List.of(root), "guid").get(root);
            mountAt(root, there == null ? "" : there.guid(), Path.of(top.mountedAt()));
            return;
        }
        for (Captured.Dataset dataset : original.datasets()) {
            if (dataset.mountedAt() != null) {
                mounter.mountInPlace(Snapshots.name(root, dataset.path()), dataset.mountedAt());
            }
        }
    }

    /** Heals mounts that a reboot ended: finished BEs whose mountpoints are still rewritten, but that aren't mounted. */
    void heal() {
        Map<String, Dataset> all =
                pool.commands().get(pool.commands().tree(pool.config().root()), Placement.PROPERTIES);
        MountTable mounts = pool.mounts();
        for (Dataset root : all.values()) {
            boolean isBe = pool.beOf(root.name())
                    .map(pool::dataset)
                    .filter(root.name()::equals)
                    .isPresent();
            if (isBe
                    && root.property(Property.JOURNAL).isLocal()
                    && root.tag().isEmpty()
                    && mounts.ofTree(root.name()).isEmpty()) {
                journal.restore(tree(root.name()));
            }
        }
    }
}
