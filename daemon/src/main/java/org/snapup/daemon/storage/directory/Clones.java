package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.directory.BeFolder.Form;
import org.snapup.protocol.BeName;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Makes BEs from snapshots, and removes and renames BEs. */
final class Clones {
    private final Disk disk;
    private final Activation activation;
    private final Mounts mounts;

    Clones(Disk disk, Activation activation, Mounts mounts) {
        this.disk = disk;
        this.activation = activation;
        this.mounts = mounts;
    }

    /** Whether this job made the BE already; it has its name then. */
    boolean isMade(String name, Tag tag) throws IOException {
        Optional<BeFolder> existing = disk.catalog().byName(name);
        if (existing.isEmpty()
                || !existing.get().belongsTo(tag)
                || !existing.get().isWhole()) {
            return false;
        }
        link(existing.get());
        return true;
    }

    /** Copies a tree to a new BE with this name and tag. */
    void make(Path source, String name, String uuid, Tag tag, @Nullable String description) throws IOException {
        requireFree(name, tag, disk.catalog().byName(name));
        BeRecord record = BeRecord.of(name, uuid, Instant.now(), tag).withDescription(description);
        Path folder = disk.layout().beInTheMaking(name);
        Path tree = disk.begin(folder, BeRecord.FILE, record);
        try {
            long bytes = disk.copy(source, tree);
            disk.durable().write(folder.resolve(BeRecord.FILE), record.withBytes(bytes));
        } catch (RuntimeException | IOException e) {
            try {
                disk.trash().discard(folder);
            } catch (RuntimeException | IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        String guid = Layout.newGuid();
        disk.durable().move(folder, disk.layout().be(guid));
        link(disk.require(guid, name));
    }

    private void requireFree(String name, Tag tag, Optional<BeFolder> existing) {
        BeName.require(name);
        boolean ours = existing.isPresent()
                && existing.get().form() == Form.IN_THE_MAKING
                && existing.get().belongsTo(tag);
        if (Layout.isReserved(name)
                || (existing.isPresent() && !ours)
                || Files.exists(disk.layout().name(name), LinkOption.NOFOLLOW_LINKS)) {
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    name,
                    "the name '" + name + "' is taken in " + disk.layout().root() + ": choose another",
                    null);
        }
    }

    private void link(BeFolder be) throws IOException {
        Path link = disk.layout().name(be.name());
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            disk.durable().link(link, disk.layout().linkTarget(be.guid()));
        }
    }

    /** @param be in its place */
    void rename(BeFolder be, String newName) throws IOException {
        Path link = disk.layout().name(newName);
        if (!be.name().equals(newName)) {
            BeName.require(newName);
            if (Layout.isReserved(newName) || Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                throw new SnapupException(
                        ErrorCode.NAME_TAKEN,
                        newName,
                        "'" + be.name() + "' can't be renamed: the name '" + newName + "' is taken in "
                                + disk.layout().root(),
                        null);
            }
            activation.nameByGuid(be);
            disk.durable().move(disk.layout().name(be.name()), link);
        }
        if (!be.record().name().equals(newName)) {
            disk.write(be, be.record().withName(newName));
        }
    }

    /** The BE's tag goes, and its folder opens for everybody. */
    void untag(BeFolder be) throws IOException {
        open(be);
        if (be.record().tag() != null) {
            disk.write(be, be.record().withoutTag());
        }
    }

    /** Lets others than root and the daemon reach the tree. */
    void open(BeFolder be) throws IOException {
        disk.crash().before("open " + be.name());
        disk.durable().setPermissions(be.folder(), "rwx--x--x");
    }

    /** Removes a BE with everything that is in its folder; never the live one, nor the one that boots next. */
    void remove(BeFolder be) throws IOException {
        if (activation.isLive(be) || activation.isNext(be) || activation.isOnce(be)) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "the boot environment '" + be.name() + "' stays: the machine "
                            + (activation.isLive(be) ? "runs it" : "boots it next; activate another one first"),
                    null);
        }
        Mounts.requireNothingMountedIn(be);
        if (be.isWhole()) {
            mounts.unmount(be);
            Path link = disk.layout().name(be.name());
            if (Files.isSymbolicLink(link) && disk.layout().linkedGuid(link).equals(Optional.of(be.guid()))) {
                disk.durable().remove(link);
            }
        }
        disk.trash().discard(be.folder());
    }
}
