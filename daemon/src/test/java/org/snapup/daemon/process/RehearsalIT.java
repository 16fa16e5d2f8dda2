package org.snapup.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.IpsWorld;

/** What a daemon rehearses after its start, its own socket included. */
@Timeout(120)
final class RehearsalIT {
    @TempDir
    Path scratch;

    @Test
    void shouldRehearseWithItselfAsTheClient() throws Exception {
        IpsWorld world = IpsWorld.onDirectories(scratch.resolve("world"));
        world.configure();
        try (DaemonProcess daemon = new DaemonProcess(world.config(), world.socket())) {
            assertThat(daemon.start(-1)).as(daemon.logText()).isTrue();

            await().atMost(Duration.ofSeconds(60)).until(() -> daemon.logText().contains("rehears"));

            assertThat(daemon.logText()).contains("rehearsed; package operations are fast from now on");
            assertThat(world.socket().resolveSibling("rehearsal")).doesNotExist();
            assertThat(daemon.stop()).isEqualTo(143);
        }
        assertThat(Files.exists(world.socket())).isFalse();
    }
}
