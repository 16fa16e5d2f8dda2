package org.snapup.daemon.storage.zfs;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.snapup.exec.CommandRunner;

/**
 * Where the boot environments are and how they are worked on.
 *
 * @param root the dataset whose children are the BEs, for example {@code rpool/ROOT}
 * @param live the BE that the machine runs, or {@value #AUTO}: the one mounted at {@code /}
 * @param runDirectory private mounts lie beneath it; gone after a reboot
 * @param reserveBytes what the pool keeps free for undoing
 * @param runner asked for before each command, so that a job can have its own
 */
public record ZfsConfig(
        String root, String live, Path runDirectory, long reserveBytes, Supplier<CommandRunner> runner) {
    public static final String AUTO = "auto";
    public static final long DEFAULT_RESERVE_BYTES = 64L << 20;

    public ZfsConfig {
        requireNonNull(live, "live");
        requireNonNull(runner, "runner");
        if (!root.contains("/") || root.startsWith("/") || root.endsWith("/") || root.contains("@")) {
            throw new IllegalArgumentException("not a dataset beneath a pool: " + root);
        }
        if (!runDirectory.isAbsolute() || reserveBytes < 0) {
            throw new IllegalArgumentException(
                    "not an absolute folder or not a size: " + runDirectory + ", " + reserveBytes);
        }
    }

    String pool() {
        return root.substring(0, root.indexOf('/'));
    }

    String dataset(String beName) {
        return root + "/" + beName;
    }
}
