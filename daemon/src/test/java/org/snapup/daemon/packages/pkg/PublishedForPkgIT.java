package org.snapup.daemon.packages.pkg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.cli.repo.RepoCommand;

/** The real pkg(1) installs and updates from what snapup-repo made; skipped where there is none. */
class PublishedForPkgIT {
    @TempDir
    Path folder;

    private String repository = "";

    @BeforeEach
    void requirePkg() {
        PkgEngines.program();
        repository = folder.resolve("repo").toString();
    }

    private void repo(String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            int status = new RepoCommand(stream, stream).run(args);
            assertThat(status).as(bytes.toString(StandardCharsets.UTF_8)).isZero();
        }
    }

    private void publish(String version) throws IOException {
        Files.createDirectories(folder.resolve("proto/usr"));
        Files.writeString(folder.resolve("proto/usr/hello"), "hello " + version + "\n");
        Path manifest = folder.resolve("hello-" + version + ".p5m");
        Files.writeString(
                manifest,
                "set name=pkg.fmri value=app/hello@" + version + "\nset name=pkg.summary value=Hello\n"
                        + "dir path=usr owner=root group=bin mode=0755\n"
                        + "file usr/hello path=usr/hello owner=root group=bin mode=0644\n");
        repo("publish", "-s", repository, "-d", folder.resolve("proto").toString(), manifest.toString());
    }

    @Test
    void shouldServeThePkgOfOthers() throws IOException {
        String image = folder.resolve("image").toString();
        Path hello = folder.resolve("image/usr/hello");
        repo("create", "-p", "a.example", repository);
        publish("1.0");
        PkgEngines.pkg("image-create", "-F", "-p", "a.example=file://" + repository, image);
        PkgEngines.pkg("-R", image, "install", "app/hello");
        assertThat(hello).hasContent("hello 1.0\n");

        publish("2.0");
        publish("3.0");
        repo("remove", "-s", repository, "app/hello@3.0");
        PkgEngines.pkg("-R", image, "update");
        assertThat(hello).hasContent("hello 2.0\n");
        PkgEngines.pkg("-R", image, "verify");

        String archive = folder.resolve("some.p5p").toString();
        repo("copy", "-s", repository, "-d", archive, "app/hello@2.0");
        String second = folder.resolve("second").toString();
        PkgEngines.pkg("image-create", "-F", "-p", "a.example=file://" + archive, second);
        PkgEngines.pkg("-R", second, "install", "app/hello@2.0");
        assertThat(folder.resolve("second/usr/hello")).hasContent("hello 2.0\n");
    }
}
