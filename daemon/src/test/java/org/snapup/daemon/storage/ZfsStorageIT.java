package org.snapup.daemon.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The contract on ZFS. */
class ZfsStorageIT extends StorageContract {
    @Override
    StorageWorld createWorld(Path folder) throws IOException {
        return new ZfsWorld(folder, 256);
    }
}
