package org.snapup.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Requires;
import org.snapup.testing.TrustedFolder;

/** Owners and modes on a real filesystem. */
final class TrustedFileIT {
    private final TrustedFile trusted = new TrustedFile(0);
    private TrustedFolder folder;
    private Path inside;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        Requires.root();
        folder = TrustedFolder.create();
        inside = Files.createDirectory(folder.path().resolve("etc"));
        mode(inside, "rwxr-xr-x");
        file = Files.writeString(inside.resolve("snapupd.toml"), "caf\u00e9");
        mode(file, "rw-r--r--");
    }

    @AfterEach
    void remove() throws IOException {
        if (folder != null) {
            folder.close();
        }
    }

    @Test
    void shouldReadATrustedFile() {
        assertThat(trusted.read(file)).isEqualTo("caf\u00e9");
    }

    @Test
    void shouldRefuseAFileThatOthersCanWrite() throws IOException {
        mode(file, "rw-rw-r--");
        assertRefused(file, "(mode 0664): run chmod go-w '" + file.toRealPath() + "'");
        mode(file, "rw-r--rw-");
        assertRefused(file, "(mode 0646)");
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws IOException, InterruptedException {
        Path pipe = inside.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertRefused(pipe, "it is no regular file");
        assertRefused(inside, "it is no regular file");
    }

    @Test
    void shouldRefuseAFileOfSomebodyElse() throws IOException {
        Files.setAttribute(file, "unix:uid", 65534);
        assertRefused(file, "belongs to uid 65534, and it must belong to root");
        assertThat(new TrustedFile(65534).read(file)).isNotEmpty();
    }

    @Test
    void shouldRefuseAFolderThatOthersCanWrite() throws IOException {
        mode(inside, "rwxrwxr-x");
        assertRefused(file, "'" + inside.toRealPath() + "' is writable by its group or by others");
    }

    @Test
    void shouldRefuseAStickyFolder() throws IOException {
        mode(inside, "rwxrwxrwx");
        Files.setAttribute(inside, "unix:mode", 01777);
        assertRefused(file, "(mode 1777)");
    }

    @Test
    void shouldTakeAStickyFolderFurtherUp() throws IOException {
        Path deeper = Files.createDirectory(inside.resolve("ours"));
        mode(deeper, "rwx------");
        Path ours = Files.copy(file, deeper.resolve("snapupd.toml"));
        mode(ours, "rw-------");
        Files.setAttribute(inside, "unix:mode", 01777);

        assertThat(trusted.read(ours)).isNotEmpty();

        Files.setAttribute(deeper, "unix:uid", 65534);
        assertRefused(ours, "belongs to uid 65534");
        Files.setAttribute(deeper, "unix:uid", 0);
        mode(inside, "rwxrwxrwx");
        assertRefused(ours, "'" + inside.toRealPath() + "' is writable");
    }

    @Test
    void shouldLookBehindLinks() throws IOException {
        Path open = Files.createDirectory(folder.path().resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("link.toml"), file);
        mode(open, "rwxr-xr-x");
        assertThat(trusted.read(link)).isNotEmpty();

        mode(open, "rwxrwxrwx");
        assertRefused(link, "'" + open + "' is writable");

        mode(open, "rwxr-xr-x");
        mode(inside, "rwxrwxrwx");
        assertRefused(link, "'" + inside.toRealPath() + "' is writable");
    }

    @Test
    void shouldSayThatAFileIsMissingOrNoText() throws IOException {
        assertRefused(file.resolveSibling("other.toml"), "there is no such file");
        Files.write(file, new byte[] {(byte) 0xff});
        assertRefused(file, "it is not UTF-8");
    }

    private void assertRefused(Path path, String message) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> trusted.read(path))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(e.getMessage()).contains(message);
                });
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
