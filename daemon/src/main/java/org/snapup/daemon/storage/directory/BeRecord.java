package org.snapup.daemon.storage.directory;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Tag;

/**
 * What {@code be.json} says of a BE.
 *
 * <pre>
 *   {"format":1,"name":"be1","uuid":"...","created":"2026-11-23T05:00:00Z","tag":"INSTANCE:JOB:STEP","bytes":4096,
 *    "mountedAt":"/mnt","folderWasThere":true,"description":"..."}
 * </pre>
 *
 * @param format newer ones are read as far as they are understood, and never changed
 * @param name the one it has where no link in the root leads to it
 * @param bytes copied, not shared, when it was made
 * @param mountedAt the link that {@code mount} made, or is about to make
 * @param folderWasThere an empty directory was in the link's place
 * @param description what a user said of it
 */
record BeRecord(
        int format,
        String name,
        String uuid,
        String created,
        @Nullable String tag,
        long bytes,
        @Nullable String mountedAt,
        @Nullable Boolean folderWasThere,
        @Nullable String description) {
    static final int FORMAT = 1;
    static final String FILE = "be.json";

    static BeRecord of(String name, String uuid, Instant created, @Nullable Tag tag) {
        return new BeRecord(
                FORMAT, name, uuid, created.toString(), tag == null ? null : tag.toString(), 0, null, null, null);
    }

    Optional<Tag> ownTag() {
        return Optional.ofNullable(tag).flatMap(Tag::parse);
    }

    Optional<Path> mount() {
        return Optional.ofNullable(mountedAt).map(Path::of);
    }

    BeRecord withName(String newName) {
        return new BeRecord(format, newName, uuid, created, tag, bytes, mountedAt, folderWasThere, description);
    }

    BeRecord withDescription(@Nullable String said) {
        return new BeRecord(format, name, uuid, created, tag, bytes, mountedAt, folderWasThere, said);
    }

    BeRecord withoutTag() {
        return new BeRecord(format, name, uuid, created, null, bytes, mountedAt, folderWasThere, description);
    }

    BeRecord withBytes(long copied) {
        return new BeRecord(format, name, uuid, created, tag, copied, mountedAt, folderWasThere, description);
    }

    BeRecord mountedAt(@Nullable Path folder, boolean wasThere) {
        return new BeRecord(
                format,
                name,
                uuid,
                created,
                tag,
                bytes,
                folder == null ? null : folder.toString(),
                wasThere ? true : null,
                description);
    }
}
