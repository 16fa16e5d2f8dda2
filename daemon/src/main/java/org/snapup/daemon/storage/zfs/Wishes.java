package org.snapup.daemon.storage.zfs;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What a user may wish for a new BE: any property but those by which BEs are kept apart and brought up. */
final class Wishes {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9:_.@#-]{0,255}");

    /** Set by snapup, or of no use in a clone. */
    private static final Set<String> NOT_TO_CHOOSE = Set.of(
            "mountpoint",
            "canmount",
            "zoned",
            "jailed",
            "origin",
            "type",
            "version",
            "encryption",
            "keyformat",
            "keylocation",
            Property.UUID);

    private final Pool pool;

    Wishes(Pool pool) {
        this.pool = pool;
    }

    void require(Map<String, String> properties, @Nullable String wantedPool) {
        if (wantedPool != null && !wantedPool.equals(pool.config().pool())) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    wantedPool,
                    "a new BE can't lie on the pool " + wantedPool + ": it is a clone, and a clone lies on the pool of"
                            + " what it is cloned from, which is "
                            + pool.config().pool()
                            + "; to bring a BE to another pool, export it and import it there",
                    null);
        }
        properties.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw refused(name, "it isn't a property's name");
            }
            if (NOT_TO_CHOOSE.contains(name) || name.startsWith(Property.OWN_PREFIX)) {
                throw refused(name, "snapup sets it itself, or no clone can have it");
            }
            if (value.length() > 1024 || value.chars().anyMatch(Character::isISOControl)) {
                throw refused(name, "its value is longer than 1024 characters or holds control characters");
            }
        });
    }

    private static SnapupException refused(String name, String why) {
        return new SnapupException(
                ErrorCode.INVALID_REQUEST, name, "a new BE can't be given the property '" + name + "': " + why, null);
    }
}
