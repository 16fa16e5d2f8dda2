package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.mounts.Mount;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Shows in a mounted BE the live system's ZFS filesystems that belong to no BE, at the same paths. Which mounts were made
 * so needn't be remembered: beneath the BE's root they show the same filesystem as its path in the live system does.
 */
final class SharedMounts {
    private static final String SYSTEM = System.getProperty("os.name", "");

    private final Pool pool;

    SharedMounts(Pool pool) {
        this.pool = pool;
    }

    void mount(Path root, SharedFiles mode) {
        MountTable table = pool.mounts();
        List<Mount> shared = table.mounts().stream()
                .filter(mount -> mount.isZfs()
                        && mount.root().equals("/")
                        && pool.beOf(mount.source()).isEmpty()
                        && !mount.source().equals(pool.config().pool() + "/snapup")
                        && !relative(mount.path(), liveRoot()).isEmpty()
                        && !mount.path().equals(root.toString())
                        && !mount.isBeneath(root.toString()))
                .sorted(Comparator.comparing(Mount::path))
                .toList();
        for (Mount mount : shared) {
            Path place = root.resolve(relative(mount.path(), liveRoot()));
            prepare(place);
            bind(mount.path(), place.toString(), mode == SharedFiles.READ_ONLY);
            if (pool.mounts()
                    .at(place.toString())
                    .filter(made -> isShared(made, root))
                    .isEmpty()) {
                throw new SnapupException(
                        ErrorCode.STORAGE_FAILED,
                        place.toString(),
                        "can't show " + mount.path() + " at " + place + "; the boot environment stays mounted, see:"
                                + " snapup be unmount",
                        null);
            }
        }
    }

    /** A link in the BE could lead anywhere in the live system. */
    private static void prepare(Path place) {
        try {
            Files.createDirectories(place);
            if (place.toRealPath().equals(place)) {
                return;
            }
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED, place.toString(), "can't make the folder " + place + ": " + e, e);
        }
        throw new SnapupException(
                ErrorCode.NOT_SUPPORTED,
                place.toString(),
                "can't show a shared filesystem at " + place + ": a symbolic link of the boot environment leads away"
                        + " from there",
                null);
    }

    private void bind(String from, String to, boolean readOnly) {
        List<String> command = new ArrayList<>();
        String program = "/bin/mount";
        switch (SYSTEM) {
            case "Linux" -> command.add("--bind");
            case "SunOS" -> {
                program = "/usr/sbin/mount";
                command.addAll(List.of("-F", "lofs"));
            }
            default -> {
                program = "/sbin/mount";
                command.addAll(List.of("-t", "nullfs"));
            }
        }
        if (readOnly && !SYSTEM.equals("Linux")) {
            command.addAll(List.of("-o", "ro"));
        }
        command.addAll(List.of(from, to));
        require(pool.commands().run(program, command), from, to);
        if (readOnly && SYSTEM.equals("Linux")) {
            require(pool.commands().run(program, List.of("-o", "remount,bind,ro", to)), from, to);
        }
    }

    private static void require(CommandResult result, String from, String to) {
        ZfsCommands.require(result, "show " + from + " at " + to, to);
    }

    /** Unmounts what {@link #mount} mounted beneath the root, the last mounted first. */
    void unmount(String root) {
        List<Mount> mounts = new ArrayList<>(pool.mounts().mounts());
        for (int i = mounts.size() - 1; i >= 0; i--) {
            Mount mount = mounts.get(i);
            if (isShared(mount, Path.of(root))) {
                String program = SYSTEM.equals("Linux") ? "/bin/umount" : "/sbin/umount";
                CommandResult result = pool.commands().run(program, List.of(mount.path()));
                if (pool.mounts().at(mount.path()).isPresent()) {
                    throw ZfsCommands.failure("unmount " + mount.path(), mount.path(), result);
                }
            }
        }
    }

    boolean isShared(Mount mount, Path root) {
        String path = relative(mount.path(), root.toString());
        if (path.isEmpty()) {
            return false;
        }
        String live = Path.of(liveRoot()).resolve(path).toString();
        if (mount.type().equals("nullfs") || mount.type().equals("lofs")) {
            return mount.source().equals(live);
        }
        return !mount.device().isEmpty()
                && mount.isZfs()
                && pool.beOf(mount.source()).isEmpty()
                && pool.mounts()
                        .at(live)
                        .filter(there -> there.device().equals(mount.device()))
                        .isPresent();
    }

    private String liveRoot() {
        return pool.altroot().path().isEmpty() ? "/" : pool.altroot().path();
    }

    /** The path beneath a folder, empty for one that isn't. */
    private static String relative(String path, String folder) {
        String prefix = folder.equals("/") ? "/" : folder + "/";
        return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
    }
}
