package org.snapup.daemon.storage.libbe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.protocol.SnapupException;

class BootMenuTest {
    private static final List<String> BEFORE =
            List.of("# kept", "default 0", "title first BE", "bootfs rpool/ROOT/be0", "timeout 5");

    @TempDir
    Path folder;

    private Path file;
    private BootMenu menu;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("menu.lst"), BEFORE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        menu = new BootMenu(() -> Optional.of(file), "rpool/ROOT");
    }

    @Test
    void shouldAddOnce() throws IOException {
        menu.add("be1");
        menu.add("be1");
        menu.add("be0");

        assertThat(lines())
                .startsWith(BEFORE.toArray(String[]::new))
                .endsWith("title be1", "bootfs rpool/ROOT/be1")
                .hasSize(BEFORE.size() + 2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(folder.toFile().list()).containsExactly("menu.lst");
    }

    @Test
    void shouldRemoveNothingElse() throws IOException {
        menu.add("be1");
        menu.remove("be1");
        menu.remove("be1");
        assertThat(lines()).isEqualTo(BEFORE);

        menu.remove("be0");
        assertThat(lines()).containsExactly("# kept", "default 0", "timeout 5");
    }

    @Test
    void shouldRenameInPlaceAndKeepDescriptions() throws IOException {
        menu.add("be1");
        menu.rename("be0", "be9");
        menu.rename("be1", "be2");
        menu.rename("absent", "be3");

        assertThat(lines())
                .containsSubsequence("title first BE", "bootfs rpool/ROOT/be9", "timeout 5", "title be2")
                .endsWith("bootfs rpool/ROOT/be2", "title be3", "bootfs rpool/ROOT/be3");
        menu.rename("be2", "be3");
        assertThat(lines())
                .filteredOn(line -> line.equals("bootfs rpool/ROOT/be3"))
                .hasSize(1);
    }

    @Test
    void shouldLeaveGrubAndAbsenceAlone() throws IOException {
        List<String> grub = List.of("title be0", "bootfs rpool/ROOT/be0", "kernel$ /platform/i86pc/kernel/unix");
        Files.write(file, grub);
        menu.add("be1");
        menu.remove("be0");
        assertThat(lines()).isEqualTo(grub);

        Files.delete(file);
        menu.add("be1");
        new BootMenu(Optional::empty, "rpool/ROOT").add("be1");
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldSayWhatCouldNotBeWritten() throws IOException {
        Files.createDirectory(folder.resolve("menu.lst.snapup"));

        assertThatThrownBy(() -> menu.add("be1"))
                .isInstanceOf(SnapupException.class)
                .hasMessageContaining(file.toString());
        assertThat(lines()).isEqualTo(BEFORE);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file);
    }
}
