package org.snapup.daemon.server;

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
import org.snapup.testing.Requires;

/** Processes of other users; needs root. The folder becomes one that everybody may enter. */
public final class OtherUsers {
    private final Path folder;

    public OtherUsers(Path folder) throws IOException {
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
    public static List<String> as(long uid) {
        String id = Long.toString(uid);
        return as(id, id, "");
    }

    /** @param groups with commas between them; empty for none */
    static List<String> as(String uid, String gid, String groups) {
        List<String> words = new ArrayList<>();
        words.add(Requires.program("setpriv", "util-linux").toString());
        words.addAll(List.of("--reuid", uid, "--regid", gid));
        words.addAll(groups.isEmpty() ? List.of("--clear-groups") : List.of("--groups", groups));
        return words;
    }

    /** The real Java: the tests' own may be a script that only root can run. */
    public static String java() {
        return Objects.requireNonNullElse(
                System.getenv("SNAPUP_TEST_JAVA"), System.getProperty("java.home") + "/bin/java");
    }

    /** Sends calls, as JSON, and gives a reply for each. */
    public List<String> call(long uid, Path socket, String... calls) throws IOException, InterruptedException {
        return call(as(uid), socket, calls);
    }

    List<String> call(List<String> as, Path socket, String... calls) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(as);
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
