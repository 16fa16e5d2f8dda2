package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.mounts.Holders;
import org.snapup.daemon.storage.mounts.Mount;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Mounts and unmounts the datasets of a BE one by one; the kernel's mount table says whether it worked. */
final class Mounter {
    private static final int UNMOUNT_TRIES = 5;
    private static final long FIRST_PAUSE_MILLIS = 20;

    private static final @Nullable String UMOUNT =
            System.getProperty("os.name", "").equals("Linux") && Files.isExecutable(Path.of("/bin/umount"))
                    ? "/bin/umount"
                    : null;

    private final Pool pool;

    Mounter(Pool pool) {
        this.pool = pool;
    }

    /**
     * Mounts each dataset at its place; those already there are fine. Without direct mounts, sets the mountpoints.
     */
    void mount(Map<String, Dataset> tree, List<Placement> placements) {
        if (!pool.direct()) {
            for (Placement placement : placements) {
                String wanted = pool.altroot().toProperty(placement.path());
                Dataset dataset = tree.get(placement.dataset());
                if (placement.explicit()
                        && dataset != null
                        && !pool.altroot().strip(dataset.value("mountpoint")).equals(wanted)) {
                    CommandResult result = pool.commands().set(placement.dataset(), "mountpoint", wanted);
                    ZfsCommands.require(
                            result, "place " + placement.dataset() + " at " + placement.path(), placement.dataset());
                }
            }
        }
        for (Placement placement : placements) {
            mountOne(placement);
        }
    }

    private void mountOne(Placement placement) {
        String path = placement.path().toString();
        Optional<String> mounted = pool.mounts().pathOf(placement.dataset());
        if (mounted.isPresent()) {
            if (!mounted.get().equals(path)) {
                throw new SnapupException(
                        ErrorCode.BE_BUSY,
                        placement.dataset(),
                        "can't mount " + placement.dataset() + " at " + path + ": it is mounted at " + mounted.get()
                                + "; unmount it first",
                        null);
            }
            return;
        }
        CommandResult result =
                pool.direct() ? mountDirectly(placement) : pool.commands().zfs("mount", placement.dataset());
        if (!pool.mounts().pathOf(placement.dataset()).equals(Optional.of(path))) {
            throw ZfsCommands.failure("mount " + placement.dataset() + " at " + path, placement.dataset(), result);
        }
    }

    private CommandResult mountDirectly(Placement placement) {
        try {
            Files.createDirectories(placement.path());
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    "can't make the folder " + placement.path() + " for " + placement.dataset() + ": " + e.getMessage(),
                    e);
        }
        return pool.commands()
                .run(
                        "/bin/mount",
                        List.of(
                                "-t",
                                "zfs",
                                "-o",
                                "zfsutil",
                                placement.dataset(),
                                placement.path().toString()));
    }

    /** Mounts a dataset where its own mountpoint says. */
    void mountInPlace(String dataset, String expected) {
        Optional<String> mounted = pool.mounts().pathOf(dataset);
        if (mounted.isPresent() && mounted.get().equals(expected)) {
            return;
        }
        CommandResult result = pool.commands().zfs("mount", dataset);
        if (!pool.mounts().pathOf(dataset).equals(Optional.of(expected))) {
            throw ZfsCommands.failure("mount " + dataset + " at " + expected, dataset, result);
        }
    }

    /**
     * Unmounts the dataset and those beneath it, the last mounted first. All or nothing: where one is busy, the others
     * are mounted again.
     *
     * @throws SnapupException {@code BE_BUSY}, naming the pids
     */
    void unmountTree(String dataset) {
        unmountTree(dataset, false);
    }

    /** @param force what is in use, too, where the system can do that */
    void unmountTree(String dataset, boolean force) {
        MountTable table = pool.mounts();
        List<Mount> mounts = new ArrayList<>(table.ofTree(dataset));
        mounts.forEach(mount -> requireVisible(mount, table));
        Collections.reverse(mounts);
        List<Mount> unmounted = unmountAtOnce(mounts);
        mounts.removeAll(unmounted);
        for (Mount mount : mounts) {
            CommandResult result = unmount(mount);
            if (force && isStill(mount)) {
                result = pool.commands().zfs("unmount", "-f", mount.source());
            }
            if (isStill(mount)) {
                SnapupException failure = busy(dataset, mount, result);
                for (int j = unmounted.size() - 1; j >= 0; j--) {
                    mountAgain(unmounted.get(j), failure);
                }
                throw failure;
            }
            unmounted.add(mount);
        }
    }

    /** An unmount by its path would take away what somebody mounted over it. */
    private static void requireVisible(Mount mount, MountTable table) {
        if (!table.at(mount.path()).equals(Optional.of(mount))) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    mount.source(),
                    "can't unmount " + mount.source() + " from " + mount.path() + ", everything is mounted as before: "
                            + "something else is mounted over it; unmount that and try again",
                    null);
        }
    }

    /** A first try with one command for all that umount may unmount; those that are gone afterwards, in this order. */
    private List<Mount> unmountAtOnce(List<Mount> mounts) {
        if (UMOUNT == null || mounts.size() < 2 || !mounts.stream().allMatch(this::isForUmount)) {
            return new ArrayList<>();
        }
        pool.commands().run(UMOUNT, mounts.stream().map(Mount::path).toList());
        List<Mount> left = pool.mounts().mounts();
        return new ArrayList<>(
                mounts.stream().filter(mount -> !left.contains(mount)).toList());
    }

    private boolean isStill(Mount mount) {
        return pool.mounts().of(mount.source()).anyMatch(each -> each.path().equals(mount.path()));
    }

    private CommandResult unmount(Mount mount) {
        CommandResult result = unmountOnce(mount);
        long pause = FIRST_PAUSE_MILLIS;
        for (int i = 1; i < UNMOUNT_TRIES && isStill(mount); i++) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return result;
            }
            pause *= 2;
            result = unmountOnce(mount);
        }
        return result;
    }

    /** Where zfs needn't unshare anything, or won't hear of the mount, umount does it in half the time. */
    private boolean isForUmount(Mount mount) {
        return pool.direct() || mount.isBeneath(Looking.real(pool.config().runDirectory()));
    }

    private CommandResult unmountOnce(Mount mount) {
        return UMOUNT != null && isForUmount(mount)
                ? pool.commands().run(UMOUNT, List.of(mount.path()))
                : pool.commands().zfs("unmount", mount.source());
    }

    private static SnapupException busy(String dataset, Mount mount, CommandResult result) {
        List<String> holders = Holders.of(List.of(mount));
        String why = holders.isEmpty()
                ? "zfs said: " + result.err().lines().findFirst().orElse("nothing")
                : String.join(", ", holders);
        return new SnapupException(
                ErrorCode.BE_BUSY,
                dataset,
                "can't unmount " + mount.source() + " from " + mount.path() + ", everything is mounted as before: "
                        + why + "; end that and try again",
                null);
    }

    private void mountAgain(Mount mount, SnapupException failure) {
        try {
            if (pool.direct()) {
                mountDirectly(new Placement(mount.source(), Path.of(mount.path()), true));
            } else {
                pool.commands().zfs("mount", mount.source());
            }
        } catch (SnapupException e) {
            failure.addSuppressed(e);
        }
    }
}
