package org.snapup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SMF method, run by sh as SMF would, with the real snapupd. Of illumos there are two stand-ins in front of the path:
 * a pgrep that knows the contract's member, and a svcprop that knows one property.
 */
@Timeout(300)
final class SmfMethodIT {
    private static final String METHOD =
            Path.of("src/main/smf/snapup").toAbsolutePath().toString();
    private static final int CONFIG = 96;
    private static final int PERMISSION = 100;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path config;
    private Path socket;
    private Path pidFile;
    private String shell = "/bin/sh";

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("be/be0"));
        socket = folder.resolve("run/s.sock");
        config = Files.writeString(
                folder.resolve("snapupd.toml"),
                "socket = \"" + socket + "\"\nstate = \"" + folder.resolve("state")
                        + "\"\n[storage]\ntype = \"directory\"\nroot = \"" + folder.resolve("be")
                        + "\"\nlive = \"be0\"\nreserve_mib = 0\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
        pidFile = folder.resolve("pid");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        script(bin.resolve("pgrep"), "[ \"$1 $2\" = '-c 77' ] && cat " + pidFile);
        script(
                bin.resolve("svcprop"),
                "case $2 in config/file) echo " + config + " ;; config/java_home) echo '\"\"' ;; *) exit 1 ;; esac");
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        environment.put("SMF_FMRI", "svc:/system/snapup:default");
        environment.put("SNAPUPD_PID_FILE", pidFile.toString());
        environment.put("SNAPUPD", Host.CHECKOUT.resolve("daemon/bin/snapupd").toString());
        environment.put("TMPDIR", folder.toString());
    }

    private static Path script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    @AfterEach
    void end() {
        daemon().ifPresent(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> daemon() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Host.Result method(String... words) throws Exception {
        String[] command = new String[words.length + 2];
        command[0] = shell;
        command[1] = METHOD;
        System.arraycopy(words, 0, command, 2, words.length);
        return Host.run(environment, List.of(command));
    }

    private boolean connects() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        }
    }

    /** illumos' sh is ksh93. */
    @ParameterizedTest
    @ValueSource(strings = {"sh", "ksh93"})
    void shouldStartRefreshAndStop(String name) throws Exception {
        shell = Host.program(name, "ksh93u+m");
        Host.Result start = method("start");
        assertThat(start.status()).as(start.text()).isZero();
        assertThat(connects()).isTrue();
        ProcessHandle running = daemon().orElseThrow();

        assertThat(method("refresh", "77").status()).isZero();
        String good = Files.readString(config);
        Files.writeString(config, "nonsense = 1\n", StandardOpenOption.APPEND);
        Host.Result refused = method("refresh", "77");
        assertThat(refused.status()).isEqualTo(CONFIG);
        assertThat(refused.text()).contains("nonsense is unknown");
        assertThat(running.isAlive()).isTrue();
        Files.writeString(config, good);

        Host.Result stop = method("stop", "77");
        assertThat(stop.status()).as(stop.text()).isZero();
        assertThat(running.isAlive()).isFalse();
        assertThat(method("stop", "77").status()).as("nothing to stop").isZero();
        try (var left = Files.list(folder)) {
            assertThat(left.filter(file -> String.valueOf(file.getFileName()).startsWith("snapup.")))
                    .isEmpty();
        }
    }

    @Test
    void shouldEndInMaintenanceForABadConfiguration() throws Exception {
        Files.writeString(config, "nonsense = 1\n", StandardOpenOption.APPEND);

        Host.Result start = method("start");

        assertThat(start.status()).as(start.text()).isEqualTo(CONFIG);
        assertThat(start.text()).contains("nonsense is unknown").contains("svcadm clear snapup");
    }

    @ParameterizedTest
    @CsvSource({"77," + PERMISSION, "78," + CONFIG, "2," + CONFIG, "1,1", "134,1"})
    void shouldTellSmfWhatTheDaemonsStatusMeans(int status, int expected) throws Exception {
        environment.put(
                "SNAPUPD", script(folder.resolve("ends"), "exit " + status).toString());

        assertThat(method("start").status()).isEqualTo(expected);
    }

    @Test
    void shouldSayThatTheProgramIsMissing() throws Exception {
        environment.put("SNAPUPD", folder.resolve("nowhere").toString());

        assertThat(method("start").status()).isEqualTo(95);
        assertThat(method("restart").status()).isEqualTo(CONFIG);
    }

    @Test
    void shouldBePlainShell() throws Exception {
        List<String> shells = List.of("/bin/dash", "/bin/bash", "/bin/ksh", "/bin/ksh93", "/bin/mksh");
        for (String shell : shells.stream()
                .filter(name -> Files.isExecutable(Path.of(name)))
                .toList()) {
            for (String script : List.of(METHOD, "src/main/freebsd/snapupd")) {
                Host.Result result = Host.run(shell, "-n", script);
                assertThat(result.status()).as(shell + ": " + result.text()).isZero();
            }
        }
    }
}
