package org.snapup.ffi.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel says about the process that connected, at the moment it connected.
 *
 * @param uid effective user id
 * @param gid effective group id
 * @param pid 0 where the system doesn't tell; the process may be gone by now
 * @param groups all group ids, the effective one included; null where the system doesn't tell
 */
public record KernelPeer(
        long uid, long gid, long pid, @Nullable List<Long> groups) {
    public KernelPeer {
        groups = groups == null ? null : List.copyOf(groups);
    }
}
