package org.snapup.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.DaemonClient;
import org.snapup.daemon.IpsWorld;
import org.snapup.daemon.Snapupd;
import org.snapup.daemon.server.OtherUsers;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;

/** The whole daemon as an ordinary user, over plain directories of that user. */
@Timeout(120)
final class UnprivilegedIT {
    private static final int OWNER = 4321;
    private static final int MEMBER = 4322;
    private static final int STRANGER = 4323;
    private static final String UPDATE = "{\"method\":\"org.snapup.Packages.ImageUpdate\"}";
    private static final String UNINSTALL =
            "{\"method\":\"org.snapup.Packages.Uninstall\",\"parameters\":{\"packages\":[\"hello\"]}}";
    private static final String SNAPSHOT =
            "{\"method\":\"org.snapup.BootEnvironments.Snapshot\",\"parameters\":{\"snapshot\":\"mine\"}}";
    private static final String LIST = "{\"method\":\"org.snapup.BootEnvironments.List\"}";

    @TempDir
    Path scratch;

    @Test
    void shouldUpdateTheImageForItsOwnerAndMembersAndNobodyElse() throws Exception {
        OtherUsers users = new OtherUsers(scratch);
        IpsWorld world = IpsWorld.onDirectories(Files.createDirectory(scratch.resolve("world")));
        world.publish("hello", 2);
        world.configure("uid:" + MEMBER);
        own(world.folder());
        List<String> prefix = new ArrayList<>(OtherUsers.as(OWNER));
        prefix.add(OtherUsers.java());
        try (DaemonProcess daemon =
                new DaemonProcess(world.config(), world.socket(), prefix, copyClassPath(scratch.resolve("cp")))) {
            assertThat(daemon.start(-1)).as(daemon.logText()).isTrue();
            DaemonClient root = new DaemonClient(world.socket());

            List<String> stranger = users.call(STRANGER, world.socket(), LIST, UPDATE, UNINSTALL, SNAPSHOT);
            assertThat(stranger.get(0)).contains("\"name\":\"be0\"");
            assertThat(stranger.subList(1, 4)).allMatch(reply -> reply.contains("PermissionDenied"));

            List<String> member = users.call(MEMBER, world.socket(), UNINSTALL, SNAPSHOT, UPDATE);
            assertThat(member.subList(0, 2)).allMatch(reply -> reply.contains("PermissionDenied"));
            assertThat(member.get(2)).contains("\"job\":1");
            Outcome outcome = root.awaitEnd(1);
            assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
            Path updated = world.folder().resolve("be").resolve(String.valueOf(outcome.be()));
            assertThat(IpsWorld.versionIn(updated, "hello")).isEqualTo(2);
            assertThat(IpsWorld.versionIn(world.folder().resolve("be/be0"), "hello"))
                    .isEqualTo(1);
            assertThat(Files.getAttribute(updated.resolve("opt/hello/f0"), "unix:uid"))
                    .isEqualTo(OWNER);

            List<String> get = users.call(STRANGER, world.socket(), job("Get"), job("Cancel"));
            assertThat(get.get(0)).contains("\"uid\":" + MEMBER).doesNotContain("outcome");
            assertThat(get.get(1)).contains("PermissionDenied");
            assertThat(users.call(OWNER, world.socket(), SNAPSHOT).get(0)).contains("\"job\":2");
            assertThat(root.awaitEnd(2).result()).isEqualTo(Result.DONE);
            assertThat(root.awaitEnd(root.submit(
                                    Packages.UNINSTALL,
                                    new Packages.Request(null, List.of("hello"), null, null, null, null, null)))
                            .result())
                    .isEqualTo(Result.DONE);
            daemon.stop();
        }
    }

    /** A service manager doesn't start it again for that: docs/operations.md. */
    @Test
    void shouldEndWithItsOwnStatusWhereAPermissionIsMissing() throws Exception {
        new OtherUsers(scratch);
        IpsWorld world = IpsWorld.onDirectories(Files.createDirectory(scratch.resolve("world")));
        world.configure("uid:" + MEMBER);
        own(world.folder());
        Path state = world.folder().resolve("state");
        Files.createDirectories(state);
        Files.setAttribute(state, "unix:uid", 0);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        List<String> command = new ArrayList<>(OtherUsers.as(OWNER));
        command.addAll(List.of(
                OtherUsers.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                copyClassPath(scratch.resolve("cp")),
                Snapupd.class.getName(),
                "--config",
                world.config().toString()));

        Process snapupd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(snapupd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(snapupd.waitFor()).as(said).isEqualTo(77);
        assertThat(said).contains(state.toString());
    }

    private static String job(String method) {
        return "{\"method\":\"org.snapup.Jobs." + method + "\",\"parameters\":{\"job\":1}}";
    }

    private static void own(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.setAttribute(path, "unix:uid", OWNER, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", OWNER, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** The tests' class path may lie where only root can read. */
    private static String copyClassPath(Path to) throws IOException {
        Files.createDirectory(to);
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path copy = to.resolve(copies.size() + "-" + from.getFileName());
                try (Stream<Path> all = Files.walk(from)) {
                    for (Path path : all.toList()) {
                        Files.copy(path, copy.resolve(from.relativize(path).toString()));
                    }
                }
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }
}
