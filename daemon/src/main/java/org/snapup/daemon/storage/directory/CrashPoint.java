package org.snapup.daemon.storage.directory;

/** Told before each change of the disk; a test ends the change there as a crash would. */
interface CrashPoint {
    CrashPoint NONE = next -> {};

    /** @param next what would be done next */
    void before(String next);
}
