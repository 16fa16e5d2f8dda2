package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixVerbTest {
    private static final String TIME = ":20260101T000000Z";

    @TempDir
    Path folder;

    private RepoWorld world;
    private String repository;
    private Path home;

    @BeforeEach
    void publish() throws IOException {
        world = new RepoWorld(folder);
        repository = world.path("repo");
        home = folder.resolve("repo/publisher/a");
        world.run("create", "-p", "a", repository);
        world.write("one", "one\n");
        world.write("two", "two\n");
        String attributes = " owner=root group=bin mode=0644\n";
        for (String name : List.of("x", "y", "z")) {
            String file = name.equals("z") ? "two" : "one";
            String manifest = world.write(
                    name + ".p5m",
                    "set name=pkg.fmri value=" + name + "@1" + TIME + "\nfile " + file + " path=" + name + attributes);
            assertThat(world.run("publish", "-s", repository, manifest)).isZero();
        }
    }

    private static String name(String package_) {
        return "pkg://a/" + package_ + "@1,5.11" + TIME + "\n";
    }

    private Path manifest(String package_) {
        return home.resolve("pkg").resolve(package_).resolve("1%2C5.11%3A20260101T000000Z");
    }

    private List<String> aside() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("pkg5-quarantine"))) {
            return files.filter(Files::isRegularFile)
                    .map(file ->
                            home.resolve("pkg5-quarantine").relativize(file).toString())
                    .map(file -> file.replaceFirst("^fix\\.[^/]*/", ""))
                    .sorted()
                    .toList();
        }
    }

    private List<String> listed() {
        world.run("list", "-H", "-s", repository);
        return world.out.lines().map(line -> line.split(" +", -1)[1]).toList();
    }

    @Test
    void shouldLeaveASoundRepositoryAlone() throws IOException {
        byte[] before = Files.readAllBytes(home.resolve("catalog/catalog.attrs"));

        assertThat(world.run("fix", "-s", repository)).isZero();

        assertThat(world.out).isEmpty();
        assertThat(home.resolve("catalog/catalog.attrs")).hasBinaryContent(before);
        assertThat(home.resolve("pkg5-quarantine")).doesNotExist();
    }

    @Test
    void shouldPutADamagedManifestAside() throws IOException {
        Files.writeString(manifest("x"), "garbage\n");
        assertThat(world.run("remove", "-s", repository, "y")).isEqualTo(1);
        assertThat(world.err).endsWith("Put what is damaged aside with: snapup-repo fix -s " + repository + "\n");
        assertThat(world.run("rebuild", "-s", repository)).isEqualTo(1);
        assertThat(listed()).containsExactly("x", "y", "z");

        assertThat(world.run("fix", "-s", repository)).isZero();

        assertThat(world.out).isEqualTo(name("x"));
        assertThat(world.err).contains("these packages of a were damaged and are put aside in " + home);
        assertThat(aside()).containsExactly("pkg/x/1%2C5.11%3A20260101T000000Z");
        assertThat(listed()).containsExactly("y", "z");
        assertThat(world.run("verify", "-s", repository)).isZero();
        assertThat(world.run("publish", "-s", repository, world.path("x.p5m"))).isZero();
        assertThat(world.run("verify", "-s", repository)).isZero();
    }

    @Test
    void shouldPutADamagedContentAsideWithAllPackagesThatHaveIt() throws IOException {
        String hash = "";
        try (Stream<Path> files = Files.walk(home.resolve("file"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String named = Files.readString(manifest("x"));
                if (named.contains(String.valueOf(file.getFileName()))) {
                    hash = String.valueOf(file.getFileName());
                    Files.writeString(file, "damaged");
                }
            }
        }

        assertThat(world.run("fix", "-v", "-s", repository)).isZero();

        assertThat(world.out).isEqualTo(name("x") + name("y"));
        assertThat(world.err).contains("ERROR: the file x (" + hash + ") of pkg://a/x@1");
        assertThat(aside())
                .containsExactly(
                        "file/" + hash.substring(0, 2) + "/" + hash,
                        "pkg/x/1%2C5.11%3A20260101T000000Z",
                        "pkg/y/1%2C5.11%3A20260101T000000Z");
        assertThat(listed()).containsExactly("z");
        assertThat(world.run("publish", "-s", repository, world.path("x.p5m"), world.path("y.p5m")))
                .isZero();
        assertThat(world.run("verify", "-s", repository)).isZero();
    }

    @Test
    void shouldKeepAContentThatIsWrongForOnePackageOnly() throws IOException {
        String text = Files.readString(manifest("y"));
        Files.writeString(manifest("y"), text.replace("pkg.size=4", "pkg.size=5"));
        Files.delete(home.resolve("catalog/catalog.attrs"));

        assertThat(world.run("fix", "-s", repository)).isZero();

        assertThat(world.out).isEqualTo(name("y"));
        assertThat(aside()).containsExactly("pkg/y/1%2C5.11%3A20260101T000000Z");
        assertThat(listed()).containsExactly("x", "z");
        assertThat(world.run("verify", "-s", repository)).isZero();
    }

    @Test
    void shouldForgetWhatIsGone() throws IOException {
        Files.delete(manifest("z"));

        assertThat(world.run("fix", "-s", repository)).isZero();

        assertThat(world.out).isEqualTo(name("z"));
        assertThat(listed()).containsExactly("x", "y");
        assertThat(world.run("verify", "-s", repository)).isZero();
    }
}
