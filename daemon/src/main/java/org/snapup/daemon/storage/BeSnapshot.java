package org.snapup.daemon.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a BE, over all its datasets.
 *
 * @param name without the BE's name
 * @param guid of the root dataset's snapshot
 * @param tag its local tag
 * @param released destroyed as far as anybody can see; its last clone still holds it
 */
public record BeSnapshot(
        String name,
        String guid,
        long spaceBytes,
        Instant created,
        @Nullable Tag tag,
        boolean released) {}
