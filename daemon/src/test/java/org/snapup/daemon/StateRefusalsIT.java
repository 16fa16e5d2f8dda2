package org.snapup.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.process.DaemonProcess;

/** States that snapupd doesn't start with: another one's, and one that would be lost. */
final class StateRefusalsIT {
    @TempDir
    Path scratch;

    @Test
    void shouldNameTheDaemonThatHoldsTheState() throws IOException {
        IpsWorld world = IpsWorld.onDirectories(scratch).configure();
        try (DaemonProcess first = new DaemonProcess(world.config(), world.socket())) {
            assertThat(first.start(-1)).isTrue();

            assertThat(startHere(world.config(), 1))
                    .contains("another snapupd (pid " + first.pid() + ")")
                    .contains(world.folder().resolve("state").toString());

            assertThat(first.isAlive()).isTrue();
            first.stop();
        }
    }

    @Test
    void shouldRefuseAStateThatActivatingAnotherBeWouldLose() throws IOException {
        IpsWorld world = IpsWorld.onDirectories(scratch).configure();
        String inside = world.folder().resolve("be/be0/var/lib/snapup").toString();
        String config = Files.readString(world.config());
        Files.writeString(
                world.config(), config.replace("state = \"" + world.folder().resolve("state"), "state = \"" + inside));

        assertThat(startHere(world.config(), 78)).contains(inside).contains("lies inside a boot environment");
        assertThat(Path.of(inside)).doesNotExist();
    }

    /** What snapupd says when it doesn't start. */
    private static String startHere(Path config, int exitStatus) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = Snapupd.run(
                new String[] {"--config", config.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8),
                CrashPoints.NONE);
        assertThat(status).isEqualTo(exitStatus);
        return said.toString(StandardCharsets.UTF_8);
    }
}
