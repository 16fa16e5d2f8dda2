package org.snapup.daemon.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.exec.ProcessRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

class BootArchivesTest {
    @TempDir
    Path root;

    private final List<String> output = new ArrayList<>();

    @Test
    void shouldRunTheConfiguredCommandOnTheRootAndHandItsOutputOn() throws IOException {
        regenerate("/bin/sh", "-c", "echo making it; echo archive >{root}/made");

        assertThat(root.resolve("made")).hasContent("archive");
        assertThat(output).containsExactly("making it");
    }

    @Test
    void shouldFailWithTheCommand() {
        assertFails("ended with exit status 3: no space", "/bin/sh", "-c", "echo no space >&2; exit 3");
        assertFails("there is no program", "/nonexistent");
    }

    @Test
    void shouldNotBelieveASuccessThatLeftNothingToBoot() throws IOException {
        Files.createDirectories(root.resolve("boot"));
        Files.writeString(root.resolve("boot/vmlinuz-6.1.0"), "kernel");
        assertFails("kernel 6.1.0 has no modules", "/bin/true");

        Files.createDirectories(root.resolve("usr/lib/modules/6.1.0"));
        regenerate("/bin/true");

        Files.createFile(root.resolve("boot/initrd.img-6.1.0"));
        assertFails("initrd.img-6.1.0 is empty", "/bin/true");
    }

    @Test
    void shouldNotBelieveAnEmptyArchiveOfIllumos() throws IOException {
        Path machine = Files.createDirectories(root.resolve("platform/i86pc/amd64"));
        Files.writeString(machine.resolve("boot_archive"), "archive");
        regenerate("/bin/true");

        Files.writeString(machine.resolve("boot_archive"), "");
        assertFails("boot_archive is empty", "/bin/true");
    }

    private void regenerate(String... command) {
        new BootArchives(List.of(command), ProcessRunner.create()).regenerate(root, output::add);
    }

    private void assertFails(String why, String... command) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> regenerate(command))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BOOT_ARCHIVE_FAILED));
    }
}
