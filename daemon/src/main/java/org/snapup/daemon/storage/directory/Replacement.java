package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Destruction.Target;
import org.snapup.daemon.storage.Tag;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Puts one tree in another's place, and removes BEs and snapshots by their guids. */
final class Replacement {
    private static final byte[] TREE = BytePath.encode(Layout.TREE);

    private final Disk disk;
    private final Adoption adoption;
    private final Activation activation;
    private final Snapshots snapshots;
    private final Clones clones;

    Replacement(Disk disk, Adoption adoption, Activation activation, Snapshots snapshots, Clones clones) {
        this.disk = disk;
        this.adoption = adoption;
        this.activation = activation;
        this.snapshots = snapshots;
        this.clones = clones;
    }

    /** The copies are independent already; what the original holds besides its tree goes over. */
    void takeOver(String replacement, Captured original) throws IOException {
        Optional<BeFolder> from = disk.catalog().byGuid(original.guid());
        if (from.isPresent() && from.get().isWhole()) {
            snapshots.moveAll(from.get(), adoption.adopt(disk.requireName(replacement)));
        }
    }

    /** @return how to remove it where it is kept */
    Optional<String> destroyReplaced(Captured original, Tag tag) throws IOException {
        disk.trash().sweep();
        Optional<BeFolder> found = disk.catalog().byGuid(original.guid());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        BeFolder be = found.get();
        boolean foreign = be.snapshots().stream()
                .anyMatch(s -> s.ownTag().filter(tag::sameJob).isEmpty());
        if (foreign) {
            return Optional.of("snapup be destroy " + be.name());
        }
        clones.remove(adoption.adopt(be));
        return Optional.empty();
    }

    Destruction plan(BeFolder be, @Nullable String snapshot) throws IOException {
        List<Target> targets = new ArrayList<>();
        long freed = 0;
        for (SnapshotRecord each : be.snapshots()) {
            if (snapshot == null || each.name().equals(snapshot)) {
                targets.add(new Target(be.name() + "@" + each.name(), each.guid()));
                freed += each.bytes();
            }
        }
        if (snapshot == null) {
            refuseActive(be);
            Mounts.requireNothingMountedIn(be);
            targets.add(new Target(be.name(), be.guid()));
            freed += be.record().bytes();
        } else {
            snapshots.tree(be, snapshot);
        }
        return new Destruction(be.name(), be.guid(), snapshot, List.of(), targets, List.of(), freed);
    }

    private void refuseActive(BeFolder be) throws IOException {
        if (activation.isOnce(be)) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "the boot environment '" + be.name() + "' can't be destroyed: the machine boots it next, once; take"
                            + " that back first (snapup be activate -T)",
                    null);
        }
        if (activation.isLive(be) || activation.isNext(be)) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "the boot environment '" + be.name() + "' can't be destroyed: the machine "
                            + (activation.isLive(be) ? "runs it" : "boots it next; activate another one first"),
                    null);
        }
    }

    void destroy(Destruction plan) throws IOException {
        disk.trash().sweep();
        Optional<BeFolder> found = disk.catalog().byGuid(plan.guid());
        if (found.isEmpty()) {
            return;
        }
        BeFolder be = found.get();
        List<String> planned = plan.destroy().stream().map(Target::guid).toList();
        if (plan.snapshot() != null) {
            Optional<SnapshotRecord> snapshot = be.snapshot(plan.snapshot());
            if (snapshot.isPresent() && planned.contains(snapshot.get().guid())) {
                snapshots.remove(be, plan.snapshot());
            }
            return;
        }
        for (SnapshotRecord snapshot : be.snapshots()) {
            if (!planned.contains(snapshot.guid())) {
                throw new SnapupException(
                        ErrorCode.FOREIGN_OBJECTS,
                        be.name() + "@" + snapshot.name(),
                        "the boot environment '" + be.name() + "' got a snapshot '" + snapshot.name()
                                + "' after its destruction was planned: it stays; repeat to destroy both",
                        null);
            }
        }
        clones.remove(be.form() == BeFolder.Form.PLAIN ? adoption.adopt(be) : be);
    }

    /** Exchanges a BE's tree for a copy of a snapshot in one step. */
    void rollback(BeFolder found, String snapshot) throws IOException {
        if (activation.isLive(found)) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    found.name(),
                    "the boot environment '" + found.name() + "' is the running one and can't be rolled back",
                    null);
        }
        Path source = snapshots.tree(found, snapshot);
        BeFolder be = adoption.adopt(found);
        Path folder = disk.layout().making().resolve("rollback-" + be.guid());
        Path tree = disk.begin(folder, BeRecord.FILE, be.record());
        try {
            disk.copy(source, tree);
            exchange(be, folder);
        } catch (RuntimeException e) {
            try {
                disk.trash().discard(folder);
            } catch (RuntimeException | IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        disk.trash().discard(folder);
    }

    private void exchange(BeFolder be, Path folder) {
        disk.crash().before("exchange trees");
        try (RootDirectory made = RootDirectory.open(folder);
                RootDirectory place = RootDirectory.open(be.folder())) {
            if (!made.handle().exchange(TREE, place.handle(), TREE)) {
                throw new SnapupException(
                        ErrorCode.BE_UNSUPPORTED,
                        be.name(),
                        "the filesystem of " + disk.layout().root() + " can't exchange two directories, which putting '"
                                + be.name() + "' back needs; nothing was changed. Make a new boot environment of the"
                                + " snapshot instead: snapup be create",
                        null);
            }
            place.handle().sync();
            made.handle().sync();
        }
    }

    /** Removes a clone of this job's, finished or not; never one that runs or boots next. */
    void discard(String name, Tag tag) throws IOException {
        disk.trash().sweep();
        Path unfinished = disk.layout().beInTheMaking(name);
        if (Files.isDirectory(unfinished) && !Files.exists(unfinished.resolve(BeRecord.FILE))) {
            // Cut off before its record was written: there is nothing in it.
            disk.trash().discard(unfinished);
        }
        Optional<BeFolder> found = disk.catalog().byName(name);
        if (found.isEmpty()) {
            return;
        }
        if (!found.get().belongsTo(tag)) {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    name,
                    "the boot environment '" + name + "' isn't an unfinished clone of this job and stays; to remove it:"
                            + " snapup be destroy " + name,
                    null);
        }
        clones.remove(found.get());
    }
}
