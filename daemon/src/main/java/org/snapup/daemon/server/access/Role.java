package org.snapup.daemon.server.access;

/** What a caller is; each may do all that the ones before it may. */
public enum Role {
    /** Anybody who can connect. */
    OTHER,
    /** Named, or in a group named, under {@code [policy] members}. */
    MEMBER,
    /** The superuser and the daemon's own user. */
    ADMIN
}
