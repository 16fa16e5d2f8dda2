package org.snapup.daemon.matrix;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.zfs.ZfsWorld;

/** The matrix on ZFS, at every crash point; -Dsnapup.matrix.stride=N takes every N-th. */
final class ZfsMatrixIT extends WorkflowMatrix {
    private static final int STRIDE = Integer.getInteger("snapup.matrix.stride", 1);
    private static final int POOL_MEBIBYTES = 256;

    @Override
    StorageWorld world(Path folder) throws IOException {
        return new ZfsWorld(folder, POOL_MEBIBYTES);
    }

    @Override
    boolean isWanted(int crashPoint) {
        return crashPoint % STRIDE == STRIDE / 2;
    }
}
