package org.snapup.daemon.storage.directory;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Tag;

/**
 * What {@code snapshot.json} says of a snapshot; it doesn't change once the snapshot is in its place.
 *
 * @param bytes copied, not shared, when it was taken
 */
record SnapshotRecord(
        int format,
        String name,
        String guid,
        String created,
        @Nullable String tag,
        long bytes) {
    static final String FILE = "snapshot.json";

    static SnapshotRecord of(String name, String guid, Instant created, @Nullable Tag tag, long bytes) {
        return new SnapshotRecord(
                BeRecord.FORMAT, name, guid, created.toString(), tag == null ? null : tag.toString(), bytes);
    }

    Optional<Tag> ownTag() {
        return Optional.ofNullable(tag).flatMap(Tag::parse);
    }

    BeSnapshot toSnapshot() {
        return new BeSnapshot(name, guid, bytes, Instant.parse(created), ownTag().orElse(null), false);
    }
}
