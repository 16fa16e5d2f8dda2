package org.snapup.daemon.storage.directory.tree;

/** Told before each change of the disk; a test ends the change there as a crash would. */
public interface CrashPoint {
    CrashPoint NONE = next -> {};

    /** @param next what would be done next */
    void before(String next);
}
