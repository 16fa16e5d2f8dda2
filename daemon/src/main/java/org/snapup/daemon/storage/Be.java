package org.snapup.daemon.storage;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A boot environment as it was seen.
 *
 * @param uuid its identity, {@code guid-GUID} where it has none yet (made by another tool)
 * @param guid the identity of its root dataset; a restored BE has a new one
 * @param live the machine runs it
 * @param next the machine boots it next
 * @param mountpoint where its root is mounted now; for a backend without mounts, the folder while it counts as mounted
 * @param spaceBytes bytes that only it and its snapshots hold
 * @param tag local tag of its root dataset: it is unfinished or under repair
 * @param snapshots oldest first
 * @param once the machine boots it next, and only then; after that, the one that is {@code next} again
 * @param description what a user said of it
 * @param datasets its root first, parents before children; a backend without nested datasets has one
 */
public record Be(
        String name,
        String uuid,
        String guid,
        boolean live,
        boolean next,
        @Nullable Path mountpoint,
        long spaceBytes,
        Instant created,
        @Nullable Tag tag,
        List<BeSnapshot> snapshots,
        boolean once,
        @Nullable String description,
        List<BeDataset> datasets) {
    public Be {
        requireNonNull(name, "name");
        requireNonNull(uuid, "uuid");
        requireNonNull(guid, "guid");
        requireNonNull(created, "created");
        snapshots = List.copyOf(snapshots);
        datasets = List.copyOf(datasets);
    }

    /** Whether this is the BE with that identity; one that was seen before it had a uuid is known by its guid. */
    public boolean is(String identity) {
        return uuid.equals(identity) || identity.equals("guid-" + guid);
    }
}
