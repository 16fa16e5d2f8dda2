package org.snapup.daemon.storage.zfs.command;

import org.snapup.daemon.storage.Captured;

/**
 * A property's value and where it comes from, as {@code zfs get -Hp} prints them.
 *
 * @param source {@code local}, {@code received}, {@code default}, {@code inherited from X}, {@code temporary}, or a dash
 */
public record Property(String value, String source) {
    public static final Property NONE = new Property("-", "-");

    public static final String TAG = "org.snapup:job";
    public static final String MADE = "org.snapup:made";
    public static final String AT = "org.snapup:at";
    public static final String JOURNAL = "org.snapup:mountpoint";

    /** On an unfinished BE that is made of a stream: the guid of the snapshot that comes with it. */
    public static final String RECEIVED = "org.snapup:received";

    public static final String INSTANCE = "org.snapup:instance";
    public static final String DESCRIPTION = Captured.DESCRIPTION;
    public static final String OWN_PREFIX = "org.snapup:";
    public static final String UUID = "org.opensolaris.libbe:uuid";

    public boolean isLocal() {
        return source.equals("local");
    }

    /** Set on the dataset itself: a clone of it doesn't have it. */
    public boolean isOwn() {
        return isLocal() || source.equals("received");
    }
}
