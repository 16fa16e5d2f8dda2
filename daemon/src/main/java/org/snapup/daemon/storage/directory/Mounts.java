package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Links that stand for mounts: a folder leads to a BE's tree until it is unmounted. */
final class Mounts {
    private static final Path MOUNT_TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT_FIELD = 4;

    private final Disk disk;

    Mounts(Disk disk) {
        this.disk = disk;
    }

    /** Where the BE counts as mounted, if the link is still there. */
    static Optional<Path> mountpoint(BeFolder be) throws IOException {
        Optional<Path> folder = be.record().mount();
        return folder.isPresent() && leadsTo(folder.get(), be) ? folder : Optional.empty();
    }

    private static boolean leadsTo(Path folder, BeFolder be) throws IOException {
        return Files.isSymbolicLink(folder) && Files.readSymbolicLink(folder).equals(be.tree());
    }

    /** @param be in its place */
    void mount(BeFolder be, Path folder) throws IOException {
        if (leadsTo(folder, be) && be.record().mount().equals(Optional.of(folder))) {
            return;
        }
        if (Activation.sameDirectory(folder, be.tree())) {
            // ROOT/NAME, or the tree itself.
            return;
        }
        Optional<Path> elsewhere = mountpoint(be).filter(at -> !at.equals(folder));
        if (elsewhere.isPresent()) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    be.name(),
                    "the boot environment '" + be.name() + "' is mounted at " + elsewhere.get()
                            + " already: unmount it there first",
                    null);
        }
        boolean wasThere = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
        if (wasThere) {
            requireEmpty(be, folder);
        }
        boolean repeated = be.record().mount().equals(Optional.of(folder))
                && Boolean.TRUE.equals(be.record().folderWasThere());
        disk.write(be, be.record().mountedAt(folder, wasThere || repeated));
        if (wasThere) {
            disk.crash().before("remove " + folder);
            Files.delete(folder);
        } else {
            Files.createDirectories(folder.toAbsolutePath().getParent());
        }
        disk.durable().link(folder, be.tree());
    }

    private static void requireEmpty(BeFolder be, Path folder) throws IOException {
        boolean empty = false;
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
                empty = !children.iterator().hasNext();
            }
        }
        if (!empty) {
            throw new SnapupException(
                    ErrorCode.INVALID_PARAMETER,
                    folder.toString(),
                    "'" + be.name() + "' can't be mounted at " + folder + ": it must be absent or an empty directory",
                    null);
        }
    }

    void unmount(BeFolder be) throws IOException {
        Optional<Path> folder = be.record().mount();
        if (folder.isEmpty()) {
            return;
        }
        if (leadsTo(folder.get(), be)) {
            disk.durable().remove(folder.get());
        }
        if (Boolean.TRUE.equals(be.record().folderWasThere())
                && !Files.exists(folder.get(), LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(folder.get().resolveSibling("."))) {
            disk.crash().before("make " + folder.get());
            Files.createDirectory(folder.get());
        }
        disk.write(be, be.record().mountedAt(null, false));
    }

    /**
     * Refuses a tree that holds other filesystems.
     *
     * @throws SnapupException {@code BE_BUSY}, naming the mount points
     */
    static void requireNothingMountedIn(BeFolder be) throws IOException {
        StringBuilder found = new StringBuilder();
        for (String point : mountPoints()) {
            if (point.startsWith(be.folder() + "/") || point.startsWith(be.tree() + "/")) {
                found.append(' ').append(point);
            }
        }
        if (!found.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    be.name(),
                    "something is mounted in the boot environment '" + be.name() + "': unmount" + found + " and repeat",
                    null);
        }
    }

    static boolean isMountPoint(Path folder) throws IOException {
        return mountPoints().contains(folder.toString());
    }

    private static List<String> mountPoints() throws IOException {
        List<String> points = new ArrayList<>();
        if (Files.exists(MOUNT_TABLE)) {
            String table = new String(Files.readAllBytes(MOUNT_TABLE), StandardCharsets.UTF_8);
            for (String line : table.split("\n", -1)) {
                String[] fields = line.split(" ", -1);
                if (fields.length > MOUNT_POINT_FIELD) {
                    // Only what would break the line is written differently.
                    points.add(fields[MOUNT_POINT_FIELD].replace("\\040", " "));
                }
            }
        }
        return points;
    }
}
