package org.snapup.daemon.server.access;

import static org.snapup.daemon.server.access.Role.ADMIN;
import static org.snapup.daemon.server.access.Role.MEMBER;
import static org.snapup.daemon.server.access.Role.OTHER;
import static org.snapup.daemon.server.access.Role.UPDATER;

/** What can be allowed, and the least role that may do it. */
public enum Action {
    /** Ask what the service is. */
    INTROSPECT(OTHER),
    /** See boot environments. */
    SEE_BES(OTHER),
    /** Ask what packages there are and how the image is configured. */
    SEE_PACKAGES(OTHER),
    /** See how the machine is, without paths and names that not everybody sees. */
    SEE_HEALTH(OTHER),
    /** See everything that the daemon knows, secrets excepted. */
    SEE_EVERYTHING(ADMIN),
    /** See the queue: number, kind, state, position, uid. */
    SEE_QUEUE(OTHER),
    /** Follow or stop a job that one asked for. */
    USE_OWN_JOB(OTHER),
    /** See everything of, follow or stop somebody else's job. */
    USE_ANY_JOB(ADMIN),
    UPDATE_IMAGE(UPDATER),
    INSTALL(MEMBER),
    /** Remove packages, or install so that others go. */
    UNINSTALL(ADMIN),
    /** Mend, revert, choose variants, facets and mediators. */
    CHANGE_IMAGE(ADMIN),
    /** Fetch the catalogs of the publishers that the image has. */
    REFRESH(UPDATER),
    /** Freeze, avoid, publishers, properties. */
    CONFIGURE_IMAGE(ADMIN),
    /** Choose a new BE's name. */
    NAME_BE(ADMIN),
    /** Work on another root than the live system's. */
    USE_OTHER_ROOT(ADMIN),
    /** Replace packages by older versions. */
    DOWNGRADE(ADMIN),
    /** Read every file of a BE, whoever owns it. */
    READ_BES(ADMIN),
    /** Create, activate, mount, rename, roll back, destroy, import. */
    CHANGE_BES(ADMIN);

    private final Role least;

    Action(Role least) {
        this.least = least;
    }

    public boolean isAllowed(Role role) {
        return role.compareTo(least) >= 0;
    }
}
