package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Path;

/** The contract of directories on xfs. */
class DirectoryStorageXfsIT extends SharedBlocks {
    @Override
    LoopFilesystem createFilesystem(Path folder) throws IOException {
        return LoopFilesystem.create(folder, "xfsprogs", "mkfs.xfs", "-q", "-m", "reflink=1");
    }
}
