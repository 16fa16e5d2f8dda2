package org.snapup.daemon.matrix;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.directory.DirectoryWorld;

final class DirectoryMatrixTest extends WorkflowMatrix {
    @Override
    StorageWorld world(Path folder) throws IOException {
        return new DirectoryWorld(folder, false);
    }
}
