package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.contract.StorageContract;
import org.snapup.daemon.storage.contract.StorageWorld;

/** The contract on ZFS. */
class ZfsStorageIT extends StorageContract {
    @Override
    protected StorageWorld createWorld(Path folder) throws IOException {
        return new ZfsWorld(folder, 256);
    }
}
