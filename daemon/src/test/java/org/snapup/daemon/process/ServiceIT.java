package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.DaemonClient;
import org.snapup.daemon.IpsWorld;
import org.snapup.daemon.Snapupd;
import org.snapup.daemon.server.OtherUsers;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.testing.Requires;

/** A real snapupd under something that plays its service manager. */
@Timeout(180)
final class ServiceIT {
    private static final Packages.Request EVERYTHING =
            new Packages.Request(null, List.of(), null, null, null, null, null);
    private static final long MEMBER = 4322;
    private static final String REFRESH = "{\"method\":\"" + ImageChanges.REFRESH + "\"}";

    @TempDir
    Path scratch;

    private IpsWorld world;
    private DaemonProcess daemon;
    private DaemonClient client;

    @BeforeEach
    void make() throws IOException {
        world = IpsWorld.onDirectories(Files.createDirectory(scratch.resolve("world")))
                .configure();
        world.publish("hello", 2);
        daemon = new DaemonProcess(world.config(), world.socket());
        client = new DaemonClient(world.socket());
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void shouldTellReadinessWorkAndItsEnd() throws Exception {
        try (NotifySocket manager = new NotifySocket(scratch.resolve("notify"))) {
            daemon.with("NOTIFY_SOCKET", scratch.resolve("notify").toString()).start(-1);

            assertThat(manager.await("READY=1")).last().isEqualTo("READY=1\nSTATUS=idle");
            client.awaitEnd(client.submit(Packages.IMAGE_UPDATE, EVERYTHING));
            assertThat(manager.await("STATUS=idle")).contains("STATUS=job 1: ImageUpdate");
            daemon.stop();
            assertThat(manager.await("STOPPING=1")).isNotEmpty();
        }
    }

    @Test
    void shouldBeConnectableWhenItSaysReadyIntoAPipe() throws Exception {
        Path pipe = scratch.resolve("ready");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder(
                        "sh",
                        "-c",
                        "read -r word <\"$1\"; [ -S \"$2\" ] && echo \"$word\"",
                        "sh",
                        pipe.toString(),
                        world.socket().toString())
                .start();
        daemon.with("SNAPUPD_READY", pipe.toString()).start(-1);

        assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ready\n");
    }

    @Test
    void shouldReadMembersAgainAndKeepThemWhenTheConfigurationIsBad() throws Exception {
        OtherUsers users = new OtherUsers(scratch);
        HeldArchive archive = new HeldArchive(world);
        try (NotifySocket manager = new NotifySocket(scratch.resolve("notify"))) {
            daemon.with("NOTIFY_SOCKET", scratch.resolve("notify").toString()).start(-1);
            manager.await("READY=1");
            archive.hold();
            long job = client.submit(Packages.IMAGE_UPDATE, EVERYTHING);
            archive.awaitPid();
            assertThat(users.call(MEMBER, world.socket(), REFRESH).get(0)).contains("PermissionDenied");

            String before = Files.readString(world.config());
            Files.writeString(world.config(), before.replace("members = []", "updaters = [\"uid:" + MEMBER + "\"]"));
            daemon.signal("HUP");
            assertThat(manager.await("STATUS=configuration"))
                    .anyMatch(said -> said.startsWith("RELOADING=1\nMONOTONIC_USEC="))
                    .last()
                    .isEqualTo("READY=1\nSTATUS=configuration read again");
            assertThat(users.call(MEMBER, world.socket(), REFRESH).get(0)).doesNotContain("PermissionDenied");

            Files.writeString(world.config(), "storage = 3\n", StandardOpenOption.APPEND);
            daemon.signal("HUP");
            assertThat(manager.await("READY=1"))
                    .last()
                    .asString()
                    .contains("configuration refused, the one from before stays in use")
                    .contains("snapupd.toml, line");
            assertThat(users.call(MEMBER, world.socket(), REFRESH).get(0)).doesNotContain("PermissionDenied");

            Files.writeString(world.config(), before.replace("reserve_mib = 1", "reserve_mib = 2"));
            daemon.signal("HUP");
            assertThat(manager.await("READY=1")).last().asString().endsWith("used from the next start on: [storage]");
            archive.release();
            assertThat(client.awaitEnd(job).result()).isEqualTo(Result.DONE);
        }
    }

    @Test
    void shouldTakeOverASocketAndEndWhenNobodyNeedsIt() throws Exception {
        Path activate = Requires.program("systemd-socket-activate", "systemd");
        Files.writeString(world.config(), "[service]\nidle_exit_s = 2\n", StandardOpenOption.APPEND);
        HeldArchive archive = new HeldArchive(world);
        archive.hold();
        daemon.close();
        daemon = new DaemonProcess(
                world.config(),
                world.socket(),
                List.of(
                        activate.toString(),
                        "--listen=" + world.socket(),
                        "--setenv=LC_ALL",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                System.getProperty("java.class.path"));

        assertThat(daemon.start(-1)).as(daemon.logText()).isTrue();
        long job = client.submit(Packages.IMAGE_UPDATE, EVERYTHING);
        archive.awaitPid();
        TimeUnit.SECONDS.sleep(3); // longer than the time after which an idle one ends
        assertThat(daemon.isAlive()).isTrue();
        archive.release();
        client.awaitEnd(job);

        assertThat(daemon.awaitEnd()).as(daemon.logText()).isZero();
        assertThat(world.socket()).exists();
        assertThat(daemon.logText()).contains("madeBy=\"service manager\"").contains("nothing left to do: ending");
    }

    @Test
    void shouldRestartOnlyAfterTheJob() throws Exception {
        HeldArchive archive = new HeldArchive(world);
        daemon.start(-1);
        archive.hold();
        long job = client.submit(Packages.IMAGE_UPDATE, EVERYTHING);
        archive.awaitPid();

        daemon.signal("USR1");
        TimeUnit.MILLISECONDS.sleep(1500); // it looks once a second
        assertThat(daemon.isAlive()).isTrue();
        archive.release();

        assertThat(daemon.awaitEnd()).isEqualTo(75);
        daemon.start(-1);
        assertThat(requireNonNull(client.job(job).outcome()).result()).isEqualTo(Result.DONE);
    }

    @Test
    void shouldTellConfigurationFromPermission() throws Exception {
        assertThat(exit("--check")).isZero();
        Files.writeString(world.config(), "nonsense = 1\n", StandardOpenOption.APPEND);
        assertThat(exit("--check")).isEqualTo(78);
        assertThat(exit()).isEqualTo(78);
    }

    @Test
    void shouldRefuseWhatItCantStartWithWhenItChecks() throws Exception {
        String before = Files.readString(world.config());
        assertThat(before).contains("type = \"directory\"");
        Files.writeString(world.config(), before.replace("type = \"directory\"", "type = \"btrfs\""));
        assertThat(exit("--check")).isEqualTo(78);
        Files.writeString(world.config(), before.replace("type = \"directory\"", "type = \"zfs\""));
        assertThat(exit("--check")).isEqualTo(78);
        assertThat(exit()).isEqualTo(78);
    }

    private int exit(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Snapupd.class.getName(),
                "--config",
                world.config().toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
