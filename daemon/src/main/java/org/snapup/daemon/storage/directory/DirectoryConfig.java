package org.snapup.daemon.storage.directory;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where the boot environments are.
 *
 * @param root the folder that holds them; it must exist
 * @param live the name of the BE that the machine runs, or {@value #AUTO}: the one that the link {@code live} in the
 *     root leads to, else the one that is mounted at {@code /}
 * @param reserveBytes space to keep for undoing on a full filesystem; 0: none
 */
public record DirectoryConfig(Path root, String live, long reserveBytes) {
    public static final String AUTO = "auto";
    /** What a machine that says nothing else gets. */
    public static final long DEFAULT_RESERVE_BYTES = 64L << 20;

    public DirectoryConfig {
        requireNonNull(root, "root");
        requireNonNull(live, "live");
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("the reserve can't have " + reserveBytes + " bytes");
        }
    }
}
