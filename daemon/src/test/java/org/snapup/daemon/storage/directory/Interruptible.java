package org.snapup.daemon.storage.directory;

import org.snapup.daemon.storage.Storage;

/** Gives tests the seam before every change of the disk. */
final class Interruptible {
    private Interruptible() {}

    /** @param beforeChange throws where the daemon dies */
    static Storage open(DirectoryConfig config, Runnable beforeChange) {
        return DirectoryStorage.open(config, next -> beforeChange.run());
    }
}
