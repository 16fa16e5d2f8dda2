package org.snapup.daemon.jobs.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
        Path unfinished = Files.createDirectories(cache.resolve(CacheFile.UNFINISHED));
        Files.writeString(unfinished.resolve("1"), "");
        Path copy = Files.createDirectories(unfinished.resolve("image-1/var/pkg"));
        Files.writeString(copy.resolve("pkg5.image"), "");
        Files.createSymbolicLink(
                copy.resolve("publisher"), whole.resolveSibling("").toAbsolutePath());

        try (StateDirectory state = StateDirectory.open(folder.resolve("state"))) {
            assertTrue(Files.exists(whole));
            assertArrayEquals(new String[0], unfinished.toFile().list(), () -> "in " + state.cache());
        }
    }
}
