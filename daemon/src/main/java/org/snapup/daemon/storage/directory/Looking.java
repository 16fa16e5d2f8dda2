package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeDataset;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Captured;

/** Sees the BEs; changes nothing. Any thread. */
final class Looking {
    private final Disk disk;
    private final Activation activation;

    Looking(Disk disk, Activation activation) {
        this.disk = disk;
        this.activation = activation;
    }

    List<Be> list() throws IOException {
        List<Be> bes = new ArrayList<>();
        for (BeFolder be : disk.catalog().scan()) {
            bes.add(describe(be));
        }
        return List.copyOf(bes);
    }

    Optional<Be> at(Path root) throws IOException {
        for (BeFolder be : disk.catalog().scan()) {
            if (Activation.sameDirectory(root, be.tree())) {
                return Optional.of(describe(be));
            }
        }
        return Optional.empty();
    }

    Captured capture(Be be) throws IOException {
        BeFolder found = disk.require(be.guid(), be.name());
        String mountedAt = mountpoint(found).map(Path::toString).orElse(null);
        return new Captured(
                found.name(),
                found.record().uuid(),
                found.guid(),
                activation.isNext(found),
                List.of(new Captured.Dataset("", found.guid(), described(found), mountedAt, false)));
    }

    Optional<String> activationObstacle() throws IOException {
        for (BeFolder be : disk.catalog().scan()) {
            if (activation.isMachineRoot(be)) {
                return Optional.of("no boot loader that snapup knows follows the link "
                        + disk.layout().next());
            }
        }
        return Optional.empty();
    }

    private Be describe(BeFolder be) throws IOException {
        BeRecord record = be.record();
        List<BeSnapshot> snapshotsOf =
                be.snapshots().stream().map(SnapshotRecord::toSnapshot).toList();
        long inSnapshots =
                be.snapshots().stream().mapToLong(SnapshotRecord::bytes).sum();
        Path mountpoint = mountpoint(be).orElse(null);
        return new Be(
                be.name(),
                record.uuid(),
                be.guid(),
                activation.isLive(be),
                activation.isNext(be),
                mountpoint,
                record.bytes() + inSnapshots,
                Instant.parse(record.created()),
                record.ownTag().orElse(null),
                snapshotsOf,
                activation.isOnce(be),
                record.description(),
                List.of(new BeDataset(
                        disk.layout().name(be.name()).toString(),
                        mountpoint == null ? null : mountpoint.toString(),
                        record.bytes() + inSnapshots,
                        record.bytes(),
                        inSnapshots,
                        0,
                        Instant.parse(record.created()),
                        null,
                        snapshotsOf)));
    }

    private Optional<Path> mountpoint(BeFolder be) throws IOException {
        if (!activation.isLive(be)) {
            return Mounts.mountpoint(be);
        }
        if (activation.isMachineRoot(be)) {
            return Optional.of(Path.of("/"));
        }
        Path named = disk.layout().name(be.name());
        return Optional.of(Files.exists(named) ? named : be.tree());
    }

    private static Map<String, String> described(BeFolder be) {
        String description = be.record().description();
        return description == null ? Map.of() : Map.of(Captured.DESCRIPTION, description);
    }
}
