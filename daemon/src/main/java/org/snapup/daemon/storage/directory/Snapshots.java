package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Snapshots of BEs: full copies that lie beside the tree. */
final class Snapshots {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    private final Disk disk;
    private final Adoption adoption;

    Snapshots(Disk disk, Adoption adoption) {
        this.disk = disk;
        this.adoption = adoption;
    }

    void take(Captured source, String snapshot, @Nullable Tag tag) throws IOException {
        if (!NAME.matcher(snapshot).matches()) {
            throw new SnapupException(
                    ErrorCode.INVALID_NAME, snapshot, "'" + snapshot + "' can't be a snapshot's name", null);
        }
        BeFolder be = adoption.adopt(disk.require(source.guid(), source.name()));
        Optional<SnapshotRecord> existing = be.snapshot(snapshot);
        if (existing.isPresent()) {
            if (Objects.equals(existing.get().ownTag().orElse(null), tag)) {
                return;
            }
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    snapshot,
                    "the boot environment '" + be.name() + "' has a snapshot '" + snapshot
                            + "' already: choose another name",
                    null);
        }
        Path folder = disk.layout().snapshotInTheMaking(be.guid(), snapshot);
        Instant now = Instant.now();
        String guid = Layout.newGuid();
        Path tree = disk.begin(folder, SnapshotRecord.FILE, SnapshotRecord.of(snapshot, guid, now, tag, 0));
        try {
            long bytes = disk.copy(be.tree(), tree);
            disk.durable()
                    .write(folder.resolve(SnapshotRecord.FILE), SnapshotRecord.of(snapshot, guid, now, tag, bytes));
        } catch (RuntimeException | IOException e) {
            discardAfter(e, folder);
            throw e;
        }
        disk.durable().makeFolder(disk.layout().snapshots(be.guid()), "rwx------");
        disk.durable().move(folder, place(be.guid(), snapshot));
    }

    private void discardAfter(Exception failure, Path folder) {
        try {
            disk.trash().discard(folder);
        } catch (RuntimeException | IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Removes a snapshot of this job's, finished or not. */
    void release(String beName, String snapshot, Tag tag) throws IOException {
        disk.trash().sweep();
        Optional<BeFolder> be = disk.catalog().byName(beName).filter(BeFolder::isWhole);
        if (be.isEmpty()) {
            return;
        }
        Path unfinished = disk.layout().snapshotInTheMaking(be.get().guid(), snapshot);
        if (isOf(unfinished, tag)) {
            disk.trash().discard(unfinished);
        }
        Optional<SnapshotRecord> whole = be.get().snapshot(snapshot);
        if (whole.flatMap(SnapshotRecord::ownTag).filter(tag::sameJob).isPresent()) {
            remove(be.get(), snapshot);
        }
    }

    private static boolean isOf(Path folder, Tag tag) {
        try {
            return Files.isDirectory(folder)
                    && Durable.read(SnapshotRecord.class, folder.resolve(SnapshotRecord.FILE))
                            .ownTag()
                            .filter(tag::sameJob)
                            .isPresent();
        } catch (IOException | SnapupException e) {
            // Begun, and cut off before its record was written: there is nothing in it.
            return true;
        }
    }

    void remove(BeFolder be, String snapshot) throws IOException {
        Path folder = place(be.guid(), snapshot);
        if (Files.isDirectory(folder)) {
            disk.trash().discard(folder);
        }
        disk.catalog().forget(folder);
    }

    /** Gives one BE's snapshots to another. */
    void moveAll(BeFolder from, BeFolder to) throws IOException {
        for (SnapshotRecord snapshot : from.snapshots()) {
            if (to.snapshot(snapshot.name()).isPresent()) {
                throw new SnapupException(
                        ErrorCode.NAME_TAKEN,
                        snapshot.name(),
                        "the snapshots of '" + from.name() + "' can't go to '" + to.name() + "': both have '"
                                + snapshot.name() + "'; nothing was removed",
                        null);
            }
        }
        disk.durable().makeFolder(disk.layout().snapshots(to.guid()), "rwx------");
        for (SnapshotRecord snapshot : from.snapshots()) {
            Path old = place(from.guid(), snapshot.name());
            disk.durable().move(old, place(to.guid(), snapshot.name()));
            disk.catalog().forget(old);
        }
    }

    /**
     * The tree of a snapshot.
     *
     * @throws SnapupException {@code NO_SUCH_SNAPSHOT}
     */
    Path tree(BeFolder be, String snapshot) {
        if (be.snapshot(snapshot).isEmpty()) {
            throw new SnapupException(
                    ErrorCode.NO_SUCH_SNAPSHOT,
                    be.name() + "@" + snapshot,
                    "the boot environment '" + be.name() + "' has no snapshot '" + snapshot
                            + "': see snapup be list --snapshots",
                    null);
        }
        return place(be.guid(), snapshot).resolve(Layout.TREE);
    }

    private Path place(String guid, String snapshot) {
        return disk.layout().snapshots(guid).resolve(snapshot);
    }
}
