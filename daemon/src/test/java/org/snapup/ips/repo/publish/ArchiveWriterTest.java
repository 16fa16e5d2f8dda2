package org.snapup.ips.repo.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.cli.ImageCommand;
import org.snapup.ips.cli.repo.RepoCommand;
import org.snapup.testing.Requires;

final class ArchiveWriterTest {
    /** So long that its manifest's name fits no ustar header. */
    private static final String LONG = "a".repeat(120) + "/" + "b".repeat(110);

    @TempDir
    Path folder;

    private String run(String... args) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int status = args[0].equals("image")
                ? new ImageCommand(out, out).run("create", "-p", args[1], args[2], args[3])
                : new RepoCommand(out, out).run(args);
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        return text;
    }

    private Path archive(String name) throws IOException {
        Path repository = folder.resolve(name);
        Path proto = Files.createDirectories(folder.resolve("proto"));
        Files.writeString(proto.resolve("hello"), "hello\n".repeat(1000));
        run("create", "-p", "test", repository.toString());
        for (String stem : new String[] {"hello", LONG}) {
            Path manifest = Files.writeString(
                    folder.resolve("m.p5m"),
                    "set name=pkg.fmri value=pkg:/" + stem + "@1.0,5.11-0:20261123T000000Z\n"
                            + "file hello path=" + (stem.equals(LONG) ? "long" : "hello")
                            + " owner=root group=bin mode=0644\n");
            run("publish", "-s", repository.toString(), "-d", proto.toString(), manifest.toString());
        }
        Path file = folder.resolve(name + ".p5p");
        assertThat(run("archive", "-s", repository.toString(), file.toString())).endsWith(": 2 packages\n");
        return file;
    }

    @Test
    void shouldBeAPlaceToInstallFrom() throws IOException {
        Path archive = archive("repo");

        assertThat(run("list", "-s", archive.toString())).contains("hello").contains(LONG);
        Path image = folder.resolve("image");
        run("image", "test=" + archive.toUri(), image.toString(), "hello");
        assertThat(image.resolve("hello")).hasContent("hello\n".repeat(1000));
    }

    @Test
    void shouldBeTheSameBytesForTheSamePackages() throws IOException {
        Path first = archive("one");
        assertThat(archive("two")).hasSameBinaryContentAs(first);
    }

    @Test
    void shouldBeReadByTar() throws Exception {
        Path tar = Requires.program("tar", "tar");
        Process process = new ProcessBuilder(
                        tar.toString(), "-tf", archive("repo").toString())
                .redirectErrorStream(true)
                .start();
        String listing = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(listing).isZero();
        assertThat(listing)
                .startsWith("publisher/\npkg5.repository\n")
                .contains("publisher/test/pkg/" + LONG.replace("/", "%2F") + "/");
    }
}
