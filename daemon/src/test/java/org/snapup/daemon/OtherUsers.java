package org.snapup.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.snapup.daemon.server.PeerProbe;
import org.snapup.testing.Requires;

/** Processes of other users; needs root. The folder becomes one that everybody may enter. */
final class OtherUsers {
    private final Path folder;

    OtherUsers(Path folder) throws IOException {
        Requires.root();
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = folder.resolve("probe").resolve(PeerProbe.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(requireNonNull(file.getParent()));
        try (InputStream in = requireNonNull(PeerProbe.class.getResourceAsStream("PeerProbe.class"))) {
            Files.copy(in, file);
        }
    }

    /** The words that run what follows as a user without groups. */
    static List<String> as(long uid) {
        String id = Long.toString(uid);
        return List.of(
                Requires.program("setpriv", "util-linux").toString(), "--reuid", id, "--regid", id, "--clear-groups");
    }

    /** The real Java: the tests' own may be a script that only root can run. */
    static String java() {
        return Objects.requireNonNullElse(
                System.getenv("SNAPUP_TEST_JAVA"), System.getProperty("java.home") + "/bin/java");
    }

    /** Sends calls, as JSON, and gives a reply for each. */
    List<String> call(long uid, Path socket, String... calls) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(as(uid));
        command.addAll(List.of(java(), "-XX:+UseSerialGC", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        command.addAll(
                List.of("-cp", folder.resolve("probe").toString(), PeerProbe.class.getName(), socket.toString()));
        command.addAll(List.of(calls));
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
