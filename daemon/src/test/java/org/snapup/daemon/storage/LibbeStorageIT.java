package org.snapup.daemon.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The contract on ZFS with a libbe. */
class LibbeStorageIT extends StorageContract {
    @Override
    StorageWorld createWorld(Path folder) throws IOException {
        return new LibbeWorld(folder, 256);
    }

    /** Its changes are those of {@link ZfsStorageIT}, but for the activation. */
    @Override
    int deathStride() {
        return 6;
    }
}
