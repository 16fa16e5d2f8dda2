package org.snapup.ffi;

/** Who this process runs as. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The effective user id. */
    public static int effectiveId() {
        return Posix.LIBC.geteuid();
    }

    /** Whether owners and device files can be made. */
    public static boolean isPrivileged() {
        return effectiveId() == 0;
    }
}
