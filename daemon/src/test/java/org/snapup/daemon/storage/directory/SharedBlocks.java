package org.snapup.daemon.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.contract.StorageWorld;

/** The contract of directories on a filesystem of the test's own, where copies share their blocks and which can be filled. */
abstract class SharedBlocks extends DirectoryStorageTest {
    abstract LoopFilesystem createFilesystem(Path folder) throws IOException;

    @Override
    protected StorageWorld createWorld(Path folder) throws IOException {
        LoopFilesystem filesystem = createFilesystem(folder);
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
        Files.write(world().liveTree().resolve("large"), content, StandardOpenOption.CREATE, StandardOpenOption.DSYNC);
        long before = storage().freeBytes();

        madeBe("be1");

        assertThat(be("be1").spaceBytes()).isZero();
        assertThat(before - storage().freeBytes()).isLessThan(content.length / 4);
        assertThat(Files.readAllBytes(mounted("be1").resolve("large"))).isEqualTo(content);
    }
}
