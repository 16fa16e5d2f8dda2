package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.snapup.client.testing.Needed;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.World;

/** The real program as a user who finds doors closed. */
@Timeout(120)
class DoctorIT {
    private static final String NOBODY = "65534";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void shouldSeeAFolderThatIsClosed() throws Exception {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Path socket = closed.resolve("s");
        try (AutoCloseable daemon = World.listen(socket)) {
            mode(closed, "rwx------");

            Program run = doctor(socket);

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out())
                    .containsPattern("problem +daemon +.*permission denied")
                    .contains("the folder " + closed + " is closed to you")
                    .contains("do: chmod o+x " + closed);
        }
    }

    @Test
    void shouldSeeASocketThatIsClosed() throws Exception {
        Path socket = directory.resolve("s");
        try (AutoCloseable daemon = World.listen(socket)) {
            mode(socket, "rw-------");

            Program run = doctor(socket);

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out())
                    .contains("isn't open to you: rw-------, of root")
                    .contains("do: chmod 666 " + socket);
        }
    }

    private Program doctor(Path socket) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new TestAbortedException("needs root, to become another user");
        }
        String setpriv = Needed.program("setpriv", "util-linux");
        Path home = installed();
        mode(directory, "rwxr-xr-x");
        return Program.start(
                        setpriv,
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        home.resolve("bin/snapup").toString(),
                        "--socket",
                        socket.toString(),
                        "doctor")
                .await();
    }

    /** Where everybody can read it. */
    private Path installed() throws IOException {
        Path home = directory.resolve("snapup");
        copy(Path.of("bin", "snapup"), home.resolve("bin/snapup"));
        copy(Path.of("libexec", "launch.sh"), home.resolve("libexec/launch.sh"));
        try (Stream<Path> archives = Files.list(Path.of("target", "lib"))) {
            for (Path archive :
                    archives.filter(file -> file.toString().endsWith(".jar")).toList()) {
                copy(archive, home.resolve("lib/client").resolve(archive.getFileName()));
            }
        }
        for (String folder : List.of("", "bin", "libexec", "lib", "lib/client")) {
            mode(home.resolve(folder), "rwxr-xr-x");
        }
        mode(home.resolve("bin/snapup"), "rwxr-xr-x");
        return home;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
        mode(to, "rw-r--r--");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
