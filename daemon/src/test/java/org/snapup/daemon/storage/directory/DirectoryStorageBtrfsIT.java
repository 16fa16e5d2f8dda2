package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Path;

/** The contract of directories on btrfs. */
class DirectoryStorageBtrfsIT extends SharedBlocks {
    @Override
    LoopFilesystem createFilesystem(Path folder) throws IOException {
        return LoopFilesystem.create(folder, "btrfs-progs", "mkfs.btrfs", "-q");
    }
}
