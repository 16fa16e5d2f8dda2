package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Mounts unfinished clones in the run directory, and gives them their final properties afterwards. */
final class PrivateMounts {
    private final Pool pool;
    private final Mounter mounter;
    private final Made made;

    PrivateMounts(Pool pool, Mounter mounter, Made made) {
        this.pool = pool;
        this.mounter = mounter;
        this.made = made;
    }

    private Path folder(String name) {
        return pool.config().runDirectory().resolve("mnt").resolve(name);
    }

    Path mount(String name, Tag tag) {
        String root = pool.dataset(name);
        Map<String, Dataset> tree = made.clone(root, tag)
                .filter(fresh -> pool.mounts().ofTree(root).isEmpty())
                .orElseGet(() -> unfinished(name, tag));
        Path folder = make(name);
        mounter.mount(tree, Placement.of(tree.values(), pool.altroot(), folder));
        return folder;
    }

    private Map<String, Dataset> unfinished(String name, Tag tag) {
        String root = pool.dataset(name);
        Map<String, Dataset> tree = pool.commands().get(pool.commands().tree(root), Placement.PROPERTIES);
        Dataset top = tree.get(root);
        if (top == null || !top.isOf(tag)) {
            throw new SnapupException(
                    ErrorCode.NO_SUCH_BE, name, "there is no BE " + name + " that this job has made", null);
        }
        return tree;
    }

    private Path make(String name) {
        Path folder = folder(name);
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return folder.toRealPath();
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED, "can't make the folder " + folder + " to mount a BE at: " + e, e);
        }
    }

    /** Unmounts what is mounted in the clone's private folder; a BE that is mounted elsewhere stays there. */
    void unmount(String name) {
        String folder = Looking.real(folder(name));
        if (pool.mounts().ofTree(pool.dataset(name)).stream()
                .anyMatch(mount -> mount.path().equals(folder) || mount.isBeneath(folder))) {
            mounter.unmountTree(pool.dataset(name));
        }
        removeFolder(name);
    }

    /** Takes the folder away where nothing is mounted; what a dataset's mount made in it goes too, if it is empty. */
    void removeFolder(String name) {
        Path folder = folder(name);
        if (!Files.isDirectory(folder)
                || pool.mounts().mounts().stream()
                        .anyMatch(mount ->
                                mount.path().equals(Looking.real(folder)) || mount.isBeneath(Looking.real(folder)))) {
            return;
        }
        removeEmpty(folder);
    }

    private static void removeEmpty(Path folder) {
        try (var children = Files.newDirectoryStream(folder, child -> Files.isDirectory(child))) {
            for (Path child : children) {
                removeEmpty(child);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Only a folder in the run directory; it is used again or gone with the next boot.
        }
    }

    void finish(String name, Captured source, Tag tag) {
        String root = pool.dataset(name);
        unmount(name);
        FinalProperties wanted = new FinalProperties(pool, root, source);
        made.clone(root, tag).filter(tree -> !wanted.wouldMount(tree)).ifPresent(wanted::apply);
        for (int round = 0; ; round++) {
            Map<String, Dataset> tree = wanted.observe();
            Dataset top = tree.get(root);
            if (top == null || (!top.isOf(tag) && !wanted.isReached(tree))) {
                throw new SnapupException(
                        ErrorCode.NO_SUCH_BE, name, "there is no BE " + name + " that this job has made", null);
            }
            if (wanted.isReached(tree)) {
                break;
            }
            if (wanted.wouldMount(tree)) {
                passThroughFolder(name, root);
            }
            CommandResult result = wanted.apply(tree);
            if (round == 2) {
                throw ZfsCommands.failure("give the BE " + name + " its final properties", name, result);
            }
        }
        unmount(name);
    }

    /**
     * A mountpoint that changes from none to a path mounts every dataset with canmount=on at once, which must not happen
     * at the final one; from one path to another it doesn't. So these take a detour through the private folder.
     */
    private void passThroughFolder(String name, String root) {
        CommandResult result =
                pool.commands().set(root, "mountpoint", pool.altroot().toProperty(make(name)));
        ZfsCommands.require(result, "place the BE " + name + " in the run directory", name);
        unmount(name);
    }
}
