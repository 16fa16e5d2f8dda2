package org.snapup.daemon.storage.directory;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What a user may wish for elsewhere, and not for a BE that is a directory. */
final class Wishes {
    private Wishes() {}

    /** Refuses what a new BE can't be given. */
    static void require(Map<String, String> properties, @Nullable String pool, Path root) {
        if (pool != null) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    pool,
                    "there are no pools here: the boot environments are directories in " + root
                            + ", and a new one lies there, too",
                    null);
        }
        if (!properties.isEmpty()) {
            String name = properties.keySet().iterator().next();
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "a boot environment that is a directory has no properties such as '" + name + "'",
                    null);
        }
    }

    static void requireNone(SharedFiles shared, String name) {
        if (shared != SharedFiles.NONE) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "a boot environment that is a directory is mounted as a link to it: the live system's filesystems"
                            + " can't be shown in it; leave -s out",
                    null);
        }
    }

    static SnapupException noStreams(String name) {
        return new SnapupException(
                ErrorCode.NOT_SUPPORTED,
                name,
                "boot environments that are directories have no streams: pack the directory with tar instead",
                null);
    }
}
