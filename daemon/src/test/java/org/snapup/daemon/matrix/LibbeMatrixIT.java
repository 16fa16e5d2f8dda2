package org.snapup.daemon.matrix;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.libbe.LibbeWorld;

/**
 * The matrix on ZFS with a libbe: every workflow to each of its ends, and a death at few of the crash points, since the
 * steps are those of {@link ZfsMatrixIT}.
 */
final class LibbeMatrixIT extends WorkflowMatrix {
    private static final int STRIDE = 13 * Integer.getInteger("snapup.matrix.stride", 1);
    private static final int POOL_MEBIBYTES = 256;

    @Override
    StorageWorld world(Path folder) throws IOException {
        return new LibbeWorld(folder, POOL_MEBIBYTES);
    }

    @Override
    boolean isWanted(int crashPoint) {
        return crashPoint % STRIDE == STRIDE / 2;
    }
}
