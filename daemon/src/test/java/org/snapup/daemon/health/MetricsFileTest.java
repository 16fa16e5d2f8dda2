package org.snapup.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsFileTest {
    private static final String BODY = "x".repeat(100_000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldNeverShowAHalfFile() throws IOException {
        Path file = folder.resolve("snapup.prom");
        AtomicInteger times = new AtomicInteger();
        try (MetricsFile writing =
                MetricsFile.start(file, Duration.ofMillis(1), () -> BODY + times.incrementAndGet() + "# EOF\n")) {
            for (int begun = 0; begun < 50; begun = times.get()) {
                try {
                    assertThat(Files.readString(file)).startsWith(BODY).endsWith("# EOF\n");
                } catch (NoSuchFileException e) {
                    assertThat(begun).as("it is there from the first time on").isLessThan(2);
                }
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r--r--");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldNotFollowALinkInItsWay() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path file = folder.resolve("snapup.prom");
        Files.createSymbolicLink(file, victim);
        Files.createSymbolicLink(folder.resolve(".snapup.prom.snapup~"), victim);

        MetricsFile.replace(file, "# EOF\n");

        assertThat(victim).hasContent("mine");
        assertThat(file).isRegularFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(file).hasContent("# EOF");
    }

    @Test
    void shouldGoOnAfterAFailure() throws Exception {
        Path file = folder.resolve("later/snapup.prom");
        AtomicInteger times = new AtomicInteger();
        try (MetricsFile writing =
                MetricsFile.start(file, Duration.ofMillis(1), () -> "# EOF\n" + times.incrementAndGet())) {
            while (times.get() < 3) {
                Thread.onSpinWait();
            }
            Files.createDirectory(file.getParent());
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
        }
    }
}
