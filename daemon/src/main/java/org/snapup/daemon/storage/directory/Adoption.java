package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.snapup.daemon.storage.directory.BeFolder.Form;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Gives a directory that somebody put into the root a record, and moves it to its place under its guid. The directory
 * and the link that takes its name are exchanged in one step, so that the name leads to the tree at every instant.
 */
final class Adoption {
    private final Disk disk;
    private final Activation activation;

    Adoption(Disk disk, Activation activation) {
        this.disk = disk;
        this.activation = activation;
    }

    /** The BE in its place, under its name; one that is there already is fine. */
    BeFolder adopt(BeFolder be) throws IOException {
        Disk.requireUnderstood(be);
        return switch (be.form()) {
            case WHOLE -> named(be);
            case IN_THE_MAKING ->
                throw new SnapupException(
                        ErrorCode.BE_UNSUPPORTED,
                        be.name(),
                        "the boot environment '" + be.name() + "' is only partly copied and can't be used",
                        null);
            case PLAIN -> move(be);
        };
    }

    /** Makes the link that a crash, or somebody, took away. */
    private BeFolder named(BeFolder be) throws IOException {
        Path link = disk.layout().name(be.name());
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            disk.durable().link(link, disk.layout().linkTarget(be.guid()));
        }
        return be;
    }

    private BeFolder move(BeFolder be) throws IOException {
        requireMovable(be);
        disk.prepare();
        Layout layout = disk.layout();
        Path place = layout.be(be.guid());
        if (!Files.isDirectory(place)) {
            Path folder = layout.making().resolve("adopt-" + be.guid());
            if (Files.exists(folder)) {
                disk.trash().discard(folder);
            }
            disk.durable().makeFolder(folder, "rwx--x--x");
            disk.durable().write(folder.resolve(BeRecord.FILE), be.record());
            // It says what is right in the directory's place, where the exchange puts it.
            disk.durable().link(folder.resolve(Layout.TREE), layout.linkTarget(be.guid()));
            disk.durable().move(folder, place);
        }
        if (!exchange(be, place)) {
            requireNotNeeded(be);
            disk.durable().remove(place.resolve(Layout.TREE));
            disk.durable().move(be.tree(), place.resolve(Layout.TREE));
            disk.durable().link(layout.name(be.name()), layout.linkTarget(be.guid()));
        }
        return new BeFolder(
                be.name(), be.guid(), Form.WHOLE, place, layout.tree(be.guid()), be.record(), be.snapshots());
    }

    private boolean exchange(BeFolder be, Path place) throws IOException {
        Path link = place.resolve(Layout.TREE);
        if (!Files.isSymbolicLink(link)) {
            disk.durable().link(link, disk.layout().linkTarget(be.guid()));
        }
        disk.crash().before("exchange " + be.name());
        try (RootDirectory root = RootDirectory.open(disk.layout().root());
                RootDirectory folder = RootDirectory.open(place);
                DirectoryHandle names = root.directory(BytePath.ROOT);
                DirectoryHandle trees = folder.directory(BytePath.ROOT)) {
            boolean exchanged = names.exchange(BytePath.encode(be.name()), trees, BytePath.encode(Layout.TREE));
            trees.sync();
            names.sync();
            return exchanged;
        }
    }

    private void requireNotNeeded(BeFolder be) throws IOException {
        if (activation.isNext(be) || activation.isLive(be)) {
            String tree = disk.layout().tree(be.guid()).toString();
            throw new SnapupException(
                    ErrorCode.BE_UNSUPPORTED,
                    be.name(),
                    "the directory " + be.tree() + " must move to " + tree + " before it can be changed, and this"
                            + " filesystem can't do that in one step while the machine runs or boots it; nothing was"
                            + " changed. When that is safe: rm -f " + tree + " && mv " + be.tree() + " " + tree
                            + " && ln -s " + disk.layout().linkTarget(be.guid()) + " " + be.tree(),
                    null);
        }
    }

    /**
     * Refuses what no rename can move.
     *
     * @throws SnapupException {@code BE_UNSUPPORTED}
     */
    void requireMovable(BeFolder be) throws IOException {
        Object device = Files.getAttribute(be.tree(), "unix:dev", LinkOption.NOFOLLOW_LINKS);
        if (!Objects.equals(device, Files.getAttribute(disk.layout().root(), "unix:dev"))
                || Mounts.isMountPoint(be.tree())) {
            throw new SnapupException(
                    ErrorCode.BE_UNSUPPORTED,
                    be.name(),
                    be.tree() + " is a filesystem of its own, mounted in "
                            + disk.layout().root()
                            + ": a boot environment must be a directory of that one; copy it there",
                    null);
        }
    }
}
