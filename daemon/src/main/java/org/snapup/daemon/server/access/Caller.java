package org.snapup.daemon.server.access;

import static java.util.Objects.requireNonNull;

import org.snapup.daemon.jobs.queue.Peer;

/** The identified other end of a connection; stays as it was when the connection was made. */
public record Caller(Peer peer, Role role) {
    public Caller {
        requireNonNull(peer, "peer");
        requireNonNull(role, "role");
    }

    public boolean may(Action action) {
        return action.isAllowed(role);
    }
}
