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
import org.snapup.ips.repo.depot.TestDepot;
import org.snapup.testing.Requires;
import org.snapup.testing.Trees;

class CopyVerbTest {
    private static final String TIME = ":20260101T00000";

    @TempDir
    Path folder;

    private RepoWorld world;
    private String source;
    private String target;

    @BeforeEach
    void publish() throws IOException {
        world = new RepoWorld(folder);
        source = world.path("source");
        target = world.path("target");
        world.write("data", "data\n");
        world.run("create", "-p", "a", source);
        world.run("create", target);
        String file = "file data path=data owner=root group=bin mode=0644\n";
        assertThat(world.run(
                        "publish",
                        "-s",
                        source,
                        world.write("1", "set name=pkg.fmri value=lib@1.0" + TIME + "1Z\n" + file),
                        world.write("2", "set name=pkg.fmri value=lib@1.0" + TIME + "2Z\n" + file),
                        world.write("3", "set name=pkg.fmri value=lib@2.0" + TIME + "3Z\n" + file),
                        world.write(
                                "4",
                                "set name=pkg.fmri value=app@1" + TIME + "4Z\ndepend type=require fmri=lib@1\n"
                                        + "depend type=exclude fmri=bad\n"),
                        world.write("5", "set name=pkg.fmri value=bad@1" + TIME + "5Z\n"),
                        world.write("6", "set name=pkg.fmri value=pkg://b/other@1" + TIME + "6Z\n" + file)))
                .isZero();
    }

    private List<String> packages(String repository) {
        world.run("list", "-H", "-s", repository);
        return world.out.lines().map(line -> line.replaceAll(" +", " ")).toList();
    }

    private static String line(String publisher, String name, String version, int time) {
        return publisher + " " + name + " " + version + TIME + time + "Z";
    }

    @Test
    void shouldCopyTheSameBytes() throws IOException {
        assertThat(world.run("copy", "-s", source, "-d", target, "lib@1.0" + TIME + "2Z", "other"))
                .isZero();

        assertThat(world.out).isEqualTo("pkg://a/lib@1.0,5.11" + TIME + "2Z\npkg://b/other@1,5.11" + TIME + "6Z\n");
        assertThat(packages(target)).containsExactly(line("a", "lib", "1.0", 2), line("b", "other", "1", 6));
        assertThat(world.run("verify", "-s", target)).isZero();
        Path manifest = Path.of("publisher/a/pkg/lib/1.0%2C5.11%3A20260101T000002Z");
        assertThat(Path.of(target).resolve(manifest))
                .hasSameBinaryContentAs(Path.of(source).resolve(manifest));
        assertThat(world.run("copy", "-s", source, "-d", target, "lib@1.0" + TIME + "2Z"))
                .isZero();
        assertThat(world.out).isEmpty();
    }

    @Test
    void shouldChooseVersionsAsPkgrecvDoes() {
        assertThat(world.run("copy", "-n", "-s", source, "-d", target, "lib")).isZero();
        assertThat(world.out.lines()).hasSize(3);
        assertThat(packages(target)).isEmpty();
        assertThat(world.run("receive", "-n", "-m", "all-versions", "-s", source, "-d", target, "lib"))
                .isZero();
        assertThat(world.out.lines()).hasSize(2).first().asString().endsWith(TIME + "2Z");
        assertThat(world.run("copy", "--latest", "-s", source, "-d", target, "*"))
                .isZero();
        assertThat(packages(target))
                .containsExactly(
                        line("a", "app", "1", 4),
                        line("a", "bad", "1", 5),
                        line("a", "lib", "2.0", 3),
                        line("b", "other", "1", 6));
    }

    @Test
    void shouldFollowDependenciesToWhatTheyTake() {
        assertThat(world.run("copy", "-r", "-s", source, "-d", target, "app")).isZero();

        assertThat(packages(target)).containsExactly(line("a", "app", "1", 4), line("a", "lib", "1.0", 2));
    }

    @Test
    void shouldTellWhatMatchesNothing() {
        assertThat(world.run("copy", "-s", source, "-d", target, "none")).isEqualTo(1);
        assertThat(world.err).endsWith("  none\n");
        assertThat(world.run("copy", "-s", source, "-d", target, "none", "app")).isEqualTo(3);
        assertThat(packages(target)).hasSize(1);
        assertThat(world.run("copy", "-s", source, "-d", target)).isEqualTo(2);
        assertThat(world.run("copy", "-s", source, "app")).isEqualTo(2);
        assertThat(world.run("copy", "-m", "some", "-s", source, "-d", target, "app"))
                .isEqualTo(2);
        assertThat(world.run("copy", "-s", source, "-d", world.path("none"), "app"))
                .isEqualTo(1);
        assertThat(world.err).contains("there is no package repository at " + world.path("none"));
    }

    @Test
    void shouldMakeAnArchiveOnce() throws IOException {
        String archive = world.path("some.p5p");

        assertThat(world.run("copy", "-r", "-s", source, "-d", archive, "app")).isZero();
        assertThat(packages(archive)).containsExactly(line("a", "app", "1", 4), line("a", "lib", "1.0", 2));
        assertThat(world.run("copy", "-s", source, "-d", archive, "app")).isEqualTo(1);
        assertThat(world.err).contains("is there already");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> String.valueOf(file.getFileName()).startsWith(".some")))
                    .isEmpty();
        }
        assertThat(world.run("copy", "-s", archive, "-d", target, "*")).isZero();
        assertThat(packages(target)).hasSize(2);
    }

    @Test
    void shouldCopyFromADepotOrNotAtAll() throws IOException {
        try (TestDepot depot = new TestDepot(Path.of(source))) {
            assertThat(world.run("copy", "-s", depot.location(), "-d", target, "lib"))
                    .isZero();
            assertThat(packages(target)).hasSize(3);
        }
        world.run("create", world.path("second"));
        Path payload = Path.of(source, "publisher/a/file/4f/4f5eb0eb5e4ea4b85c3be9a8d9d6f8a8e6b3e9e1");
        try (Stream<Path> files = Files.walk(Path.of(source, "publisher/a/file"))) {
            payload = files.filter(Files::isRegularFile).findFirst().orElse(payload);
        }
        Files.writeString(payload, "x");

        assertThat(world.run("copy", "-s", source, "-d", world.path("second"), "lib", "app"))
                .isEqualTo(1);

        assertThat(world.err)
                .contains("the file data (")
                .contains("pkg://a/lib@")
                .contains(source);
        assertThat(packages(world.path("second"))).isEmpty();
    }

    @Test
    void shouldKeepSignaturesOfTheGenuineRepository() {
        String shared = Requires.shared("ips/repo").toString();

        assertThat(world.run("copy", "-s", shared, "-d", target, "*")).isZero();

        assertThat(world.run("verify", "-s", target)).isZero();
        for (String publisher : List.of("example.org", "second.example")) {
            for (String part : List.of("pkg", "file")) {
                assertThat(Trees.print(Path.of(target, "publisher", publisher, part))
                                .keySet())
                        .isEqualTo(Trees.print(Path.of(shared, "publisher", publisher, part))
                                .keySet());
            }
        }
    }

    @Test
    void shouldRemovePackagesAndWhatOnlyTheyHad() throws IOException {
        world.write("own", "own\n");
        String own = "file own path=own owner=root group=bin mode=0644\n";
        world.run("publish", "-s", source, world.write("7", "set name=pkg.fmri value=lib@3" + TIME + "7Z\n" + own));
        Files.createDirectories(Path.of(source, "publisher/a/index"));
        Files.writeString(Path.of(source, "publisher/a/index/main_dict"), "old");

        assertThat(world.run("remove", "-s", source, "lib@3", "none")).isEqualTo(1);
        assertThat(world.err).endsWith("  none\n");
        assertThat(world.run("remove", "-n", "-s", source, "lib@3")).isZero();
        assertThat(world.out).isEqualTo("1 package(s) will be removed:\n\tpkg://a/lib@3" + TIME + "7Z\n");
        assertThat(packages(source)).hasSize(7);
        assertThat(world.run("remove", "-s", source, "lib@3", "lib@1.0")).isZero();

        assertThat(packages(source))
                .containsExactly(
                        line("a", "app", "1", 4),
                        line("a", "bad", "1", 5),
                        line("a", "lib", "2.0", 3),
                        line("b", "other", "1", 6));
        assertThat(world.run("verify", "-s", source)).isZero();
        try (Stream<Path> files = Files.walk(Path.of(source, "publisher/a/file"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
        assertThat(Path.of(source, "publisher/a/index")).isEmptyDirectory();
        assertThat(world.run("remove", "-s", source, "-p", "b", "lib")).isEqualTo(1);
    }

    @Test
    void shouldWritePackagesIntoPlainFolders() throws IOException {
        Path raw = folder.resolve("raw");
        String[] copy = {"copy", "--raw", "-s", source, "-d", raw.toString(), "lib@2.0", "app"};

        assertThat(world.run("copy", "--raw", "-n", "-s", source, "-d", raw.toString(), "lib"))
                .isZero();
        assertThat(world.out.lines()).hasSize(3);
        assertThat(raw).doesNotExist();
        assertThat(world.run(copy)).isZero();
        assertThat(world.out).isEqualTo("pkg://a/app@1,5.11" + TIME + "4Z\npkg://a/lib@2.0,5.11" + TIME + "3Z\n");
        Path home = raw.resolve("lib/2.0%2C5.11%3A20260101T000003Z");
        String hash = "c5d84736ba451747dd5f0eb9d17e104f3697ef47";
        assertThat(home.resolve(hash)).hasContent("data\n");
        assertThat(home.resolve("manifest"))
                .hasSameBinaryContentAs(Path.of(source, "publisher/a/pkg/lib/2.0%2C5.11%3A20260101T000003Z"));
        assertThat(world.run(copy)).isZero();
        assertThat(world.out).isEmpty();
        Files.writeString(home.resolve("manifest"), "changed");
        assertThat(world.run(copy)).isEqualTo(1);
        assertThat(world.err).contains("another package than pkg://a/lib@2.0,5.11" + TIME + "3Z is in " + home);

        assertThat(world.run("copy", "--raw", "-k", "-s", source, "-d", world.path("small"), "lib@2.0"))
                .isZero();
        Path small = folder.resolve("small/lib/2.0%2C5.11%3A20260101T000003Z");
        assertThat(small.resolve(hash)).hasSameBinaryContentAs(Path.of(source, "publisher/a/file/c5", hash));
        assertThat(world.run("publish", "-s", target, "-d", home.toString(), small + "/manifest"))
                .isZero();
        assertThat(world.run("verify", "-s", target)).isZero();
    }

    @Test
    void shouldCloneWithWhatIsGone() throws IOException {
        world.run("add-publisher", "-s", target, "a");
        world.run("publish", "-s", target, world.write("extra", "set name=pkg.fmri value=extra@1" + TIME + "7Z\n"));

        assertThat(world.run("copy", "--clone", "-s", source, "-d", target)).isEqualTo(1);
        assertThat(world.err).contains("has no publisher b: name those to be cloned with -p, or all with -p '*'");
        assertThat(world.run("copy", "--clone", "-n", "-s", source, "-d", target, "-p", "a"))
                .isZero();
        assertThat(world.out.lines()).hasSize(6).last().isEqualTo("removed pkg://a/extra@1,5.11" + TIME + "7Z");
        assertThat(packages(target)).containsExactly(line("a", "extra", "1", 7));
        assertThat(world.run("copy", "--clone", "-s", source, "-d", target, "-p", "*"))
                .isZero();
        assertThat(packages(target)).isEqualTo(packages(source));
        assertThat(world.run("verify", "-s", target)).isZero();
        assertThat(world.run("copy", "--clone", "-s", source, "-d", target)).isZero();
        assertThat(world.out).isEmpty();
        assertThat(world.run("copy", "--clone", "-s", source, "-d", target, "-p", "nobody"))
                .isEqualTo(1);
    }

    @Test
    void shouldNotCloneOverAnotherPackageOfTheSameName() throws IOException {
        world.run("add-publisher", "-s", target, "a", "b");
        world.run("publish", "-s", target, world.write("extra", "set name=pkg.fmri value=extra@1" + TIME + "7Z\n"));
        String other = "set name=pkg.fmri value=pkg://b/other@1" + TIME + "6Z\nset name=x value=y\n";
        world.run("publish", "-s", target, world.write("other", other));

        assertThat(world.run("copy", "--clone", "-s", source, "-d", target)).isEqualTo(1);

        assertThat(world.err)
                .contains("pkg://b/other@1,5.11" + TIME + "6Z is another one at", ": remove it there first");
        assertThat(packages(target)).as("nothing was removed").hasSize(2);
    }

    @Test
    void shouldListTheNewest() {
        assertThat(world.run("receive", "--newest", "-s", source)).isZero();

        assertThat(world.out)
                .isEqualTo("pkg://a/app@1" + TIME + "4Z\npkg://a/bad@1" + TIME + "5Z\npkg://a/lib@2.0" + TIME
                        + "3Z\npkg://b/other@1" + TIME + "6Z\n");
    }

    @Test
    void shouldTellModesThatContradict() {
        assertThat(world.run("copy", "--newest", "-s", source, "lib")).isEqualTo(2);
        assertThat(world.err).contains("--newest is of all packages: leave out 'lib'");
        assertThat(world.run("copy", "--clone", "-s", source, "-d", target, "lib"))
                .isEqualTo(2);
        assertThat(world.run("copy", "--clone", "--latest", "-s", source, "-d", target))
                .isEqualTo(2);
        assertThat(world.run("copy", "-a", "--raw", "-s", source, "-d", target, "lib"))
                .isEqualTo(2);
        assertThat(world.err).contains("-a and --raw contradict each other");
    }
}
