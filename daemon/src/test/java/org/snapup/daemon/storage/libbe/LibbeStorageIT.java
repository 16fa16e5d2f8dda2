package org.snapup.daemon.storage.libbe;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.contract.StorageContract;
import org.snapup.daemon.storage.contract.StorageWorld;

/** The contract on ZFS with a libbe. */
class LibbeStorageIT extends StorageContract {
    @Override
    protected StorageWorld createWorld(Path folder) throws IOException {
        return new LibbeWorld(folder, 256);
    }

    /** Its changes are those of {@link ZfsStorageIT}, but for the activation. */
    @Override
    public int deathStride() {
        return 6;
    }
}
