package org.snapup.daemon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract of directories on btrfs, where copies share their blocks and the filesystem can be filled. */
class DirectoryStorageBtrfsIT extends DirectoryStorageTest {
    @Override
    StorageWorld createWorld(Path folder) throws IOException {
        LoopFilesystem filesystem = LoopFilesystem.create(folder, "btrfs-progs", "mkfs.btrfs", "-q");
        return new DirectoryWorld(Files.createDirectory(filesystem.mountpoint().resolve("bes")), true) {
            @Override
            public void close() throws IOException {
                filesystem.close();
            }
        };
    }

    @Test
    void shouldShareBlocksOfSnapshotsAndClones() throws IOException {
        byte[] content = new byte[32 << 20];
        new Random(1).nextBytes(content);
        // Delayed allocation would count it as free before, and as used after.
        Files.write(world.liveTree().resolve("large"), content, StandardOpenOption.CREATE, StandardOpenOption.DSYNC);
        long before = storage.freeBytes();

        madeBe("be1");

        assertThat(be("be1").spaceBytes()).isZero();
        assertThat(before - storage.freeBytes()).isLessThan(content.length / 4);
        assertThat(Files.readAllBytes(mounted("be1").resolve("large"))).isEqualTo(content);
    }
}
