package org.snapup.daemon.jobs.queue;

import java.util.List;

/**
 * Who is at the other end of a connection, as the kernel says.
 *
 * @param pid 0 where the platform doesn't tell
 * @param groups all group ids, the primary one included
 */
public record Peer(long uid, long gid, long pid, List<Long> groups) {
    public Peer {
        groups = List.copyOf(groups);
    }
}
