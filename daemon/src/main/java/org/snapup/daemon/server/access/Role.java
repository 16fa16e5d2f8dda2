package org.snapup.daemon.server.access;

/** What a caller is; each may do all that the ones before it may. */
public enum Role {
    /** Anybody who can connect. */
    OTHER,
    /** Named under {@code [policy] updaters}. */
    UPDATER,
    /** Named, or in a group named, under {@code [policy] members}. */
    MEMBER,
    /** The superuser, the daemon's own user, and who is named under {@code [policy] administrators}. */
    ADMIN
}
