package org.snapup.daemon.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.CacheFile;

class StateDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRemoveWhatWasBeingFetchedWhenADaemonWasKilled() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("state/cache"));
        Path whole = Files.writeString(
                Files.createDirectories(cache.resolve("manifest")).resolve("whole"), "");
        Path unfinished = Files.writeString(
                Files.createDirectories(cache.resolve(CacheFile.UNFINISHED)).resolve("1"), "");

        try (StateDirectory state = StateDirectory.open(folder.resolve("state"))) {
            assertTrue(Files.exists(whole));
            assertFalse(Files.exists(unfinished), () -> "in " + state.cache());
        }
    }
}
