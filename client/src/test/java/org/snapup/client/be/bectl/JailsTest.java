package org.snapup.client.be.bectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.follow.Patience;
import org.snapup.client.terminal.Screen;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Story;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Daemon;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Listing;
import org.snapup.protocol.BootEnvironments.Started;
import org.snapup.protocol.Call;
import org.snapup.protocol.Event;

/** Jails with programs in the place of FreeBSD's jail(8) and jls(8), that write down what they were called with. */
@ExtendWith(FakeDaemons.class)
class JailsTest {
    private static final String WHERE = "/mnt/be.x";
    private static final String TIME = "2026-11-24T06:00:00Z";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final FakeDaemon daemon;

    @SuppressWarnings("NullAway.Init")
    private Jails jails;

    JailsTest(FakeDaemon daemon) {
        this.daemon = daemon;
    }

    @BeforeEach
    void prepare() throws IOException {
        Event done = new Story().done("It is done.").events().get(0);
        for (String method : List.of(BootEnvironments.MOUNT, BootEnvironments.UNMOUNT)) {
            daemon.answer(method, Started.event(3, done));
        }
        BootEnvironment be = new BootEnvironment(
                "be", "u-1", false, false, WHERE, 0, "static", TIME, null, null, false, null, List.of());
        daemon.answer(BootEnvironments.LIST, new Listing(List.of(be), TIME, "pool/ROOT"));
        jails = new Jails(
                program("jail", "printf '%s\\n' \"$@\" >>" + folder + "/called; exit $(cat " + folder + "/status)"),
                program("jls", "printf '%s\\n' \"$*\" >>" + folder + "/asked; cat " + folder + "/jails"));
        Files.writeString(folder.resolve("status"), "0");
        Files.writeString(folder.resolve("jails"), "");
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Session session() {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Session(
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                errors,
                new Daemon(daemon.socket()),
                false,
                folder,
                Screen.NONE,
                action -> {},
                new Patience(Duration.ZERO, Duration.ZERO));
    }

    private int jail(String... words) throws IOException, BadUsageException {
        return jails.jail(Options.parse("bo:u:U", List.of(words)), session());
    }

    private int unjail(String name) throws IOException, BadUsageException {
        return jails.unjail(Options.parse("", List.of(name)), session());
    }

    private List<String> called() throws IOException {
        return Files.readAllLines(folder.resolve("called"));
    }

    private List<String> changes() {
        return daemon.calls().stream()
                .map(Call::method)
                .filter(method -> !method.equals(BootEnvironments.LIST))
                .toList();
    }

    @Test
    void shouldRunAProgramAndUnmountAfterIt() throws Exception {
        assertThat(jail("be", "/bin/ls", "-1", "a b")).isZero();

        assertThat(called())
                .containsExactly(
                        "-c",
                        "allow.mount",
                        "allow.mount.devfs",
                        "enforce_statfs=1",
                        "host.hostname=be",
                        "path=" + WHERE,
                        "command=/bin/ls",
                        "-1",
                        "a b");
        assertThat(changes()).containsExactly(BootEnvironments.MOUNT, BootEnvironments.UNMOUNT);
    }

    @Test
    void shouldGiveTheProgramsStatusAndUnmount() throws Exception {
        Files.writeString(folder.resolve("status"), "7");

        assertThat(jail("be")).isEqualTo(7);

        assertThat(called()).endsWith("command=/bin/sh");
        assertThat(changes()).containsExactly(BootEnvironments.MOUNT, BootEnvironments.UNMOUNT);
    }

    @Test
    void shouldLeaveTheJailAndItsMount() throws Exception {
        assertThat(jail("-U", "be", "/bin/true")).isZero();
        assertThat(called()).contains("persist", "command=/bin/true");
        assertThat(changes()).containsExactly(BootEnvironments.MOUNT);
        Files.delete(folder.resolve("called"));

        assertThat(jail("-b", "-o", "jid=233637", "-u", "allow.mount", "-u", "host.hostname", "be"))
                .isZero();

        assertThat(called())
                .containsExactly(
                        "-c",
                        "persist",
                        "allow.mount.devfs",
                        "enforce_statfs=1",
                        "jid=233637",
                        "host.hostname=be",
                        "path=" + WHERE);
        assertThat(changes()).containsExactly(BootEnvironments.MOUNT, BootEnvironments.MOUNT);
    }

    @Test
    void shouldMountWhereThePathSays() throws Exception {
        jail("-b", "-o", "path=" + WHERE, "be");

        assertThat(daemon.calls().get(0).parameters()).containsEntry("mountpoint", WHERE);
    }

    @Test
    void shouldUnmountWhereNoJailWasMade() throws Exception {
        Files.writeString(folder.resolve("status"), "1");

        assertThat(jail("-b", "be")).isEqualTo(1);

        assertThat(changes()).containsExactly(BootEnvironments.MOUNT, BootEnvironments.UNMOUNT);
    }

    @Test
    void shouldRefuseParametersThatAreItsOwn() {
        for (String parameter : List.of("command=/bin/sh", "persist=false", "exec.start=x", "nopersist=")) {
            assertThatThrownBy(() -> jail("-o", parameter, "be"))
                    .isInstanceOf(BadUsageException.class)
                    .hasMessageContaining("invalid jail parameter");
        }
        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldFindTheJailByItsBeItsNameOrItsNumber() throws Exception {
        Files.writeString(folder.resolve("jails"), "3 other /elsewhere\n12 web " + WHERE + "\n");

        for (String name : List.of("be", "web", "12")) {
            assertThat(unjail(name)).isZero();
        }

        assertThat(called()).containsExactly("-r", "12", "-r", "12", "-r", "12");
        assertThat(Files.readAllLines(folder.resolve("asked"))).containsOnly("jid name path");
        assertThat(changes()).hasSize(3).containsOnly(BootEnvironments.UNMOUNT);
    }

    @Test
    void shouldLeaveJailsThatRunOverNoBe() throws Exception {
        Files.writeString(folder.resolve("jails"), "3 other /elsewhere\n");

        assertThat(unjail("other")).isEqualTo(1);

        assertThat(folder.resolve("called")).doesNotExist();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no jail runs other");
        assertThat(changes()).isEmpty();
    }
}
