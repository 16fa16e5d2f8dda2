package org.snapup.daemon.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.contract.StorageContract;
import org.snapup.daemon.storage.contract.StorageWorld;

/** The contract on the filesystem that the tests run on. */
class DirectoryStorageTest extends StorageContract {
    @Override
    protected StorageWorld createWorld(Path folder) throws IOException {
        return new DirectoryWorld(Files.createDirectory(folder.resolve("bes")), false);
    }

    /** Copies depend on nothing, so nothing would go. */
    @Test
    @Override
    public void shouldNotRollBackOverNewerSnapshot() throws IOException {
        madeBe("be1");
        storage().snapshot(storage().capture(be("be1")), "older", null);
        Path folder = mounted("be1");
        sequences().writeTree(folder, "later");
        storage().snapshot(storage().capture(be("be1")), "newer", null);

        storage().rollback(be("be1"), "older");

        assertThat(be("be1").snapshots()).extracting(BeSnapshot::name).containsExactly("older", "newer");
        assertThat(sequences().readTree(folder)).isEqualTo("old");
    }
}
