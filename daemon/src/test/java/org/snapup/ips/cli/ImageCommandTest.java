package org.snapup.ips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What snapup-image says to those whose image it can't make. */
final class ImageCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayWhatBecomesOfAnImageThatNothingCanBeInstalledInto() {
        Path root = folder.resolve("image");

        assertThat(create(root))
                .contains("there is no package repository at " + folder.resolve("nowhere"))
                .endsWith("or remove it before you create it anew: rm -r " + root + "\n");
    }

    @Test
    void shouldSayWhyThereCanBeNoRoot() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(create(file))
                .contains("can't make the image root " + file + ": ")
                .contains("FileAlreadyExists");
    }

    private String create(Path root) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new ImageCommand(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run("create", "-p", "test=" + folder.resolve("nowhere"), root.toString(), "hello");
        assertThat(status).isEqualTo(ImageCommand.FAILED);
        return err.toString(StandardCharsets.UTF_8);
    }
}
