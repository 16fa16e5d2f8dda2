package org.snapup.daemon.storage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of a BE as it was seen. Sizes are bytes.
 *
 * @param name as the backend's own tools call it: a dataset, a folder
 * @param mountpoint where it is mounted now
 * @param spaceBytes what it uses with everything in and beneath it
 * @param ownBytes of those, what its files use
 * @param snapshotBytes of those, what its snapshots use
 * @param reservedBytes of those, what is reserved and not used
 * @param origin the snapshot that it is a clone of
 * @param snapshots its own, oldest first
 */
public record BeDataset(
        String name,
        @Nullable String mountpoint,
        long spaceBytes,
        long ownBytes,
        long snapshotBytes,
        long reservedBytes,
        Instant created,
        @Nullable Origin origin,
        List<BeSnapshot> snapshots) {
    public BeDataset {
        requireNonNull(name, "name");
        requireNonNull(created, "created");
        snapshots = List.copyOf(snapshots);
    }

    /**
     * The snapshot that a clone comes from; it may be one that nobody else sees any more.
     *
     * @param name with its dataset's, as the backend's own tools call it
     */
    public record Origin(String name, long spaceBytes, Instant created) {}
}
