package org.snapup.daemon.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;

/** A real process is killed with SIGKILL somewhere in its copies. */
class KillIT {
    private static final int KILLS = 8;
    private static final int FILES = 500;
    private static final int LONGEST_MILLIS = 600;

    @TempDir
    Path temporary;

    @Test
    void shouldLeaveNothingWhereverItWasKilled() throws Exception {
        Path tree = Files.createDirectories(temporary.resolve("be0/etc"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(tree.resolve("file" + i), "content " + i);
        }
        Random random = new Random(8);

        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(random.nextInt(LONGEST_MILLIS));

            DirectoryStorage storage = DirectoryStorage.open(new DirectoryConfig(temporary, "be0", 1 << 20));
            storage.discard("be1", KilledDaemon.TAG);
            storage.releaseSnapshot("be0", "s", KilledDaemon.TAG);
            storage.takeReserve();
            assertThat(storage.list()).extracting(Be::name).containsExactly("be0");
            assertThat(storage.list().get(0).snapshots()).isEmpty();
            assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("be0", ".snapup");
            assertThat(temporary.resolve(".snapup/be").toFile().list()).hasSize(1);
            assertThat(temporary.resolve(".snapup/new")).isEmptyDirectory();
            for (int i = 0; i < FILES; i++) {
                assertThat(tree.resolve("file" + i)).hasContent("content " + i);
            }
        }
    }

    private void killAfter(int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDaemon.class.getName(),
                        temporary.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
