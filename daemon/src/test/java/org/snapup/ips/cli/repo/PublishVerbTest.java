package org.snapup.ips.cli.repo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of publishing and generating that pkgsend(1) has. */
class PublishVerbTest {
    @TempDir
    Path folder;

    private RepoWorld world;
    private String repository;

    @BeforeEach
    void create() throws IOException {
        world = new RepoWorld(folder);
        repository = world.path("repo");
        world.run("create", "-p", "a", repository);
        Path bin = Files.createDirectories(folder.resolve("proto/bin"));
        Files.writeString(bin.resolve("tool.py"), "tool");
        Files.writeString(bin.resolve("sh"), "sh");
        Files.setLastModifiedTime(bin.resolve("tool.py"), FileTime.from(Instant.parse("2020-02-03T04:05:06.7Z")));
        Files.setLastModifiedTime(bin, FileTime.from(Instant.parse("2021-02-03T04:05:06Z")));
        world.write("x.p5m", """
                set name=pkg.fmri value=x@1:20260101T000000Z
                file bin/tool.py path=opt/tool.py owner=root group=bin mode=0555
                file path=bin/sh owner=root group=bin mode=0555
                """);
    }

    private List<String> contents(String kind, String attribute) {
        world.run("contents", "-s", repository, "-t", kind);
        return world.out
                .lines()
                .filter(line -> line.contains(attribute))
                .map(line -> line.replaceFirst(".*(?=" + attribute + ")", ""))
                .toList();
    }

    @Test
    void shouldPublishTheTimesOfFilesThatFitAPattern() {
        assertThat(world.run("publish", "-s", repository, "-d", world.path("proto"), "-T", "*.py", world.path("x.p5m")))
                .isZero();

        assertThat(contents("file", "timestamp=")).containsExactly("timestamp=20200203T040506Z");
    }

    @Test
    void shouldReadShellPatterns() {
        for (String pattern : List.of("*", "tool.p?", "[st]ool.*", "t[!a-n]ol.py", "tool[.]py")) {
            assertThat(world.run("generate", "-T", pattern, world.path("proto")))
                    .isZero();
            assertThat(world.out).as(pattern).contains("owner=root path=bin/tool.py timestamp=20200203T040506Z\n");
        }
        for (String pattern :
                List.of("tool", "bin/tool.py", "[tool.py", "[!t]ool.py", "tool[p-z]py", ".*", "[z-a]ool.py", "[")) {
            assertThat(world.run("generate", "-T", pattern, world.path("proto")))
                    .isZero();
            assertThat(world.out).as(pattern).doesNotContain("timestamp");
        }
        world.run("generate", "-T", "bin", world.path("proto"));
        assertThat(world.out).contains("dir group=bin mode=0755 owner=root path=bin timestamp=20210203T040506Z\n");
    }

    @Test
    void shouldTakeFilesFromBundlesLast() throws IOException {
        Files.createDirectories(folder.resolve("first/bin"));
        Files.writeString(folder.resolve("first/bin/sh"), "other");

        assertThat(world.run(
                        "publish",
                        "-s",
                        repository,
                        "-b",
                        world.path("proto"),
                        "-d",
                        world.path("first"),
                        world.path("x.p5m")))
                .isZero();
        assertThat(contents("file", "pkg.size")).containsExactly("pkg.size=4", "pkg.size=5");
        assertThat(world.run("publish", "-s", repository, "-b", world.path("x.p5m"), world.path("x.p5m")))
                .isEqualTo(2);
        assertThat(world.err).contains("x.p5m is no folder; unpack an archive and name its folder");
    }

    @Test
    void shouldLeaveTheCatalogToRefresh() throws IOException {
        String[] publish = {
            "publish",
            "-s",
            repository,
            "-d",
            world.path("proto"),
            "--no-catalog",
            "--no-index",
            "--fmri-in-manifest",
            world.path("x.p5m")
        };

        assertThat(world.run(publish)).isZero();
        assertThat(world.out).isEqualTo("pkg://a/x@1,5.11:20260101T000000Z\nPUBLISHED\n");
        assertThat(world.run("list", "-H", "-s", repository)).isZero();
        assertThat(world.out).isEmpty();
        assertThat(world.run(publish)).as("the same once more").isZero();
        Files.writeString(folder.resolve("proto/bin/sh"), "changed");
        assertThat(world.run(publish)).as("another one of that name").isEqualTo(1);
        assertThat(world.err).contains("another one with this version is there, and in no catalog; add it with");
        assertThat(world.run("refresh", "-s", repository)).isZero();
        assertThat(contents("file", "pkg.size")).containsExactly("pkg.size=4", "pkg.size=2");
        assertThat(world.run("verify", "-s", repository)).isZero();
    }

    @Test
    void shouldLookBelowTheFolderItRunsInForAManifestThatIsTyped() {
        world.type("set name=pkg.fmri value=y@1\nfile pom.xml path=pom.xml owner=root group=bin mode=0444\n");

        assertThat(world.run("publish", "-s", repository)).isZero();
    }

    @Test
    void shouldNotGenerateWhatNoManifestCanName() throws IOException {
        Files.writeString(folder.resolve("proto/a\tb"), "");
        Files.writeString(folder.resolve("proto/c\nd"), "");

        assertThat(world.run("generate", world.path("proto"))).isEqualTo(3);

        assertThat(world.out.lines()).hasSize(3).noneMatch(line -> line.contains("\\x"));
        assertThat(world.err)
                .contains("left out, for no manifest can name it, or what it leads to: " + world.path("proto")
                        + "/a\\x09b; give");
        assertThat(world.run("generate", "--target", "bin/nothing", world.path("proto")))
                .isEqualTo(1);
        assertThat(world.out).isEmpty();
        assertThat(world.err).contains("--target bin/nothing is in none of the folders");
        assertThat(world.run("generate", world.path("x.p5m"))).isEqualTo(1);
        assertThat(world.err).contains("is no folder; unpack an archive");
    }

    @Test
    void shouldNotPublishWhatPkgCannotRead() throws IOException {
        for (String end : List.of("\0", "\u000b", "\f", "\u001c", "\u0085", "\u2028", "\u2029")) {
            String manifest = world.write("end", "set name=pkg.fmri value=y@1\nset name=x value=\"a" + end + "b c\"\n");
            assertThat(world.run("publish", "-s", repository, manifest)).isEqualTo(1);
            assertThat(world.err)
                    .contains(String.format("it has the character U+%04X, at which pkg(1) takes", (int) end.charAt(0)));
        }
        String joining =
                world.write("joining", "set name=pkg.fmri value=y@1\nset value=a\\ name=x\nset name=z value=z\n");
        assertThat(world.run("publish", "-s", repository, joining)).isEqualTo(1);
        assertThat(world.err).contains("its last backslash would join it with the next line; in: set name=x value=a\\");
        Path latin = folder.resolve("latin");
        Files.write(latin, "set name=pkg.fmri value=y@1\nset name=x value=\u00fc\n".getBytes(ISO_8859_1));
        assertThat(world.run("publish", "-s", repository, latin.toString())).isEqualTo(1);
        assertThat(world.err).contains("line 2 isn't UTF-8; write the manifest in UTF-8");
        assertThat(world.run("publish", "-s", repository, world.path("proto"))).isEqualTo(1);
        assertThat(world.run("publish", "-s", repository, world.path("nothing")))
                .isEqualTo(1);
        assertThat(world.err).contains("can't read the manifest " + world.path("nothing"));
        world.run("list", "-H", "-s", repository);
        assertThat(world.out).isEmpty();
    }

    @Test
    void shouldNotGenerateLinksThatNoManifestCanName() throws IOException {
        Files.createSymbolicLink(folder.resolve("proto/good"), Path.of("a b"));
        Files.createSymbolicLink(folder.resolve("proto/absolute"), Path.of("/etc/a b"));
        Files.createFile(folder.resolve("proto/closed"), PosixFilePermissions.asFileAttribute(Set.of()));
        Files.createSymbolicLink(folder.resolve("proto/bad"), Path.of("a\nb"));
        Files.createSymbolicLink(folder.resolve("proto/bad2"), Path.of("a\\"));
        Files.createDirectory(folder.resolve("proto/bad3\\"));
        Files.createDirectory(folder.resolve("proto/in\\side"));

        assertThat(world.run("generate", world.path("proto"))).isEqualTo(3);

        assertThat(world.out)
                .contains(
                        "link path=good target=\"a b\"",
                        "target=\"/etc/a b\"",
                        "path=in\\side",
                        "mode=0000 owner=root path=closed")
                .doesNotContain("path=bad");
    }

    @Test
    void shouldNotGenerateOwnersWithoutAName() throws IOException {
        Path file = folder.resolve("proto/bin/sh");
        try {
            Files.setAttribute(file, "unix:uid", 54321);
        } catch (IOException e) {
            abort("only root may give files away");
        }

        assertThat(world.run("generate", "-u", world.path("proto"))).isEqualTo(1);
        assertThat(world.err)
                .contains("the owner of " + file + " is 54321, which has no name on this system: change it");
        assertThat(world.run("generate", world.path("proto"))).isZero();
    }
}
