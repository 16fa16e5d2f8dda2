package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.testing.Requires;

class RepoCommandTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    private int run(String... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
            int status = new RepoCommand(outStream, errStream).run(args);
            out = outBytes.toString(StandardCharsets.UTF_8);
            err = errBytes.toString(StandardCharsets.UTF_8);
            return status;
        }
    }

    private String repo() {
        return folder.resolve("repo").toString();
    }

    private String manifest(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void shouldCreatePublishAndList() throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto/usr"));
        Files.writeString(proto.resolve("hello"), "hello");
        String hello = manifest("hello.p5m", """
            set name=pkg.fmri value=pkg:/app/hello@1.0-1:20260101T000000Z
            set name=pkg.summary value="Says hello"
            file path=usr/hello owner=root group=bin mode=0555
            """);
        String gone = manifest(
                "gone.p5m", "set name=pkg.fmri value=gone@2:20260101T000000Z\nset name=pkg.obsolete value=true\n");

        assertThat(run("create", "--version", "4", repo())).isZero();
        assertThat(run("set", "-s", repo(), "publisher/prefix=a.example")).isZero();
        assertThat(run("publish", "-s", repo(), "-d", folder.resolve("proto").toString(), hello, gone))
                .isZero();
        assertThat(out).isEqualTo("""
            pkg://a.example/app/hello@1.0,5.11-1:20260101T000000Z
            PUBLISHED
            pkg://a.example/gone@2,5.11:20260101T000000Z
            PUBLISHED
            """);
        assertThat(run("list", "-s", "file://" + repo())).isZero();
        assertThat(out).isEqualTo("""
            PUBLISHER NAME                                          O VERSION
            a.example app/hello                                       1.0-1:20260101T000000Z
            a.example gone                                          o 2:20260101T000000Z
            """);
        assertThat(run("list", "-Hs" + repo(), "hello")).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(run("list", "-HFtsv", "-s", repo(), "gone")).isZero();
        assertThat(out)
                .isEqualTo("a.example\tgone\to\t2\t5.11\tNone\t20260101T000000Z\t"
                        + "pkg://a.example/gone@2,5.11:20260101T000000Z\n");
        assertThat(run("list", "-Fjson", "-s", repo(), "gone")).isZero();
        assertThat(out).contains("\"branch\":\"None\"");
        assertThat(run("list", "-s", repo(), "--json", "hello")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out)
                        .get(0)
                        .get("pkg.summary")
                        .get(0)
                        .get("value")
                        .get(0)
                        .asText())
                .isEqualTo("Says hello");
    }

    @Test
    void shouldTellThatSignaturesAreLeftOut() throws IOException {
        run("create", "-p", "p", repo());
        String signed =
                manifest("a.p5m", "set name=pkg.fmri value=a@1\nsignature algorithm=sha256 value=0123 version=0\n");

        assertThat(run("publish", "-s", repo(), signed)).isZero();

        assertThat(err)
                .isEqualTo("snapup-repo publish: left out, for it signs what was published before: signature"
                        + " algorithm=sha256 value=0123 version=0\n");
        run("contents", "-s", repo(), "a");
        assertThat(out.lines()).hasSize(1);
    }

    @Test
    void shouldTellFailureFromWrongUsage() throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(run("create")).isEqualTo(2);
        assertThat(run("create", "--version", "3", repo())).isEqualTo(2);
        assertThat(run("list")).isEqualTo(2);
        assertThat(err).contains("name the repository with -s").contains("Usage: snapup-repo list");
        assertThat(run("list", "-s")).isEqualTo(2);
        assertThat(run("list", "-s", repo(), "-F", "xml")).isEqualTo(2);
        assertThat(run("publish", "-s", repo())).isEqualTo(2);
        assertThat(run("publish", "-s", repo(), "a\0b")).isEqualTo(1);
        assertThat(err).contains("a\\x00b can't be a file's name here");
        assertThat(run("list", "-s", "a\0b")).isEqualTo(1);
        assertThat(run("list", "-s", repo())).isEqualTo(1);
        assertThat(err).startsWith("snapup-repo list: there is no package repository at " + repo());
        assertThat(run("create", repo())).isZero();
        assertThat(run("create", repo())).isEqualTo(1);
        for (String verb : List.of("info", "verify", "rebuild", "refresh")) {
            assertThat(run(verb, "-s", repo(), "a")).as(verb).isEqualTo(2);
            assertThat(err).contains("it takes no operands, such as 'a'");
        }
        assertThat(run("list", "-s", repo(), "-p", "nobody")).isEqualTo(1);
        assertThat(run("publish", "-s", repo(), manifest("bad.p5m", "set name=pkg.fmri value=x@1\nbogus path=usr/x\n")))
                .isEqualTo(1);
        assertThat(err).contains("bad.p5m").contains("line 2: 'bogus' is not a kind of action");
        assertThat(run("--help")).isZero();
    }

    @Test
    void shouldTellPatternsThatMatchNothing() throws IOException {
        run("create", "-p", "p", repo());
        run("publish", "-s", repo(), manifest("a.p5m", "set name=pkg.fmri value=a@1\n"));

        assertThat(run("list", "-s", repo(), "b")).isEqualTo(1);
        assertThat(err).endsWith("  b\n");
        assertThat(run("list", "-s", repo(), "a", "b")).isEqualTo(3);
        assertThat(out).contains("a  ");
    }

    @Test
    void shouldNotLetTextCommandTheTerminal() {
        assertThat(run("list", "-s", repo() + "\u001b[2J")).isEqualTo(1);
        assertThat(err).contains("\\x1b[2J").doesNotContain("\u001b");
    }

    @Test
    void shouldPrintWhatPkgrepoPrints() throws IOException {
        String shared = Requires.shared("ips/repo").toString();
        String transcript = Files.readString(Requires.shared("ips/transcripts/12-repo-tools.txt"));

        run("list", "-s", shared, "app/hello");
        assertThat(transcript).contains("pkgrepo list -s /REPO app/hello\n" + out + "[exit 0]");
        run("list", "-s", shared, "-F", "tsv", "app/hello");
        assertThat(transcript).contains("pkgrepo list -s /REPO -F tsv app/hello\n" + out + "[exit 0]");
        run("list", "-s", shared, "-F", "json", "app/hello@2.0");
        assertThat(transcript).contains(out.strip() + "[exit 0]");
        run("info", "-s", shared);
        assertThat(transcript).contains("pkgrepo info -s /REPO\n" + out + "[exit 0]");
        run("info", "-s", shared, "--json");
        assertThat(transcript).contains(out.strip() + "[exit 0]");
        run("contents", "-s", shared, "-m", "app/multi");
        assertThat(transcript).contains("pkgrepo contents -s /REPO -m app/multi\n" + out + "[exit 0]");
        assertThat(run("verify", "-s", shared)).isZero();
        run("generate", Requires.shared("ips/src/proto/v1.0").toString());
        assertThat(out.lines().map(line -> line.replaceFirst("mode=\\d+", "mode=0")))
                .containsExactlyInAnyOrderElementsOf(generated(transcript));
    }

    private static List<String> generated(String transcript) {
        String command = "pkgsend generate /SMALL/src/proto/v1.0\n";
        int start = transcript.indexOf(command) + command.length();
        return transcript
                .substring(start, transcript.indexOf("[exit", start))
                .lines()
                .map(line -> line.replaceFirst("mode=\\d+", "mode=0"))
                .toList();
    }

    @Test
    void shouldAddAndRemovePublishers() throws IOException {
        run("create", "-p", "a", repo());
        run("publish", "-s", repo(), manifest("x.p5m", "set name=pkg.fmri value=x@1\n"));

        assertThat(run("add-publisher", "-s", repo(), "b", "c")).isZero();
        assertThat(run("add-publisher", "-s", repo(), "c", "d")).isEqualTo(3);
        assertThat(run("add-publisher", "-s", repo(), "../e")).isEqualTo(1);
        assertThat(run("info", "-s", repo(), "-H")).isZero();
        assertThat(out.lines().map(line -> line.replaceFirst(" +online.*", "")))
                .containsExactly("a         1", "b         0", "c         0", "d         0");
        assertThat(run("remove-publisher", "-s", repo(), "a", "nobody")).isEqualTo(1);
        assertThat(run("remove-publisher", "-n", "-s", repo(), "a")).isZero();
        assertThat(out).isEqualTo("Removing publisher(s)\n'a'\t(1 package(s))\n");
        assertThat(run("remove-publisher", "-s", repo(), "a", "b")).isZero();
        assertThat(run("remove-publisher", "-s", repo(), "a")).isEqualTo(1);
        assertThat(err).contains("it has c, d");
        run("info", "-s", repo(), "-H");
        assertThat(out.lines()).hasSize(2);
        assertThat(folder.resolve("repo/publisher/a")).doesNotExist();
        assertThat(run("publish", "-s", repo(), manifest("x.p5m", "set name=pkg.fmri value=x@1\n")))
                .isEqualTo(1);
    }

    @Test
    void shouldFindAndRepairWhatDoesNotFit() throws IOException {
        Files.writeString(folder.resolve("data"), "data");
        run("create", "-p", "a", repo());
        String x = manifest(
                "x.p5m",
                "set name=pkg.fmri value=x@1:20260101T000000Z\nfile path=data owner=root group=bin mode=0644\n");
        run("publish", "-s", repo(), x);
        Path home = folder.resolve("repo/publisher/a");

        assertThat(run("verify", "-s", repo())).isZero();
        Path copy = Files.createDirectories(home.resolve("pkg/y")).resolve("2%2C5.11%3A20260101T000000Z");
        Files.writeString(copy, "set name=pkg.fmri value=pkg://a/y@2,5.11:20260101T000000Z\n");
        assertThat(run("verify", "-s", repo())).isEqualTo(1);
        assertThat(err).contains("pkg://a/y@2,5.11:20260101T000000Z is in no catalog");
        assertThat(run("refresh", "-s", repo())).isZero();
        assertThat(out).isEqualTo("a: 1 packages added\n");
        assertThat(run("verify", "-s", repo())).isZero();

        Path data = home.resolve("file/a1/a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd");
        byte[] compressed = Files.readAllBytes(data);
        compressed[9] = 3; // another system
        Files.write(data, compressed);
        assertThat(run("verify", "-s", repo())).isEqualTo(1);
        assertThat(err)
                .contains("(a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd) of pkg://a/x@1", "is compressed otherwise");

        Files.writeString(copy, "set name=pkg.fmri value=pkg://a/z@2,5.11:20260101T000000Z\n");
        Files.writeString(home.resolve("file/a1/a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd"), "x");
        assertThat(run("verify", "-s", repo())).isEqualTo(1);
        assertThat(err).contains("the file data (a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd) of pkg://a/x@1");
        assertThat(err).contains("the manifest of pkg://a/y@2,5.11:20260101T000000Z");
        Files.writeString(home.resolve("catalog/catalog.base.C"), "{");
        assertThat(run("verify", "-s", repo())).isEqualTo(1);
        assertThat(err).contains("catalog.base.C");

        Files.delete(copy);
        assertThat(run("rebuild", "-s", repo())).isZero();
        assertThat(out).isEqualTo("a: 1 packages in the catalog\n");
        assertThat(run("list", "-Hs", repo())).isZero();
        assertThat(out).contains("x ").doesNotContain("y ");
    }

    @Test
    void shouldRebuildWithoutACatalogAndBesideWhatIsNoManifest() throws IOException {
        run("create", "-p", "a", repo());
        run("publish", "-s", repo(), manifest("x.p5m", "set name=pkg.fmri value=x@1\n"));
        Path home = folder.resolve("repo/publisher/a");
        Path stranger = Files.writeString(home.resolve("pkg/x/notes~"), "");
        Files.writeString(home.resolve("index/main_dict"), "of the old catalog");

        assertThat(run("verify", "-s", repo())).isEqualTo(1);
        assertThat(err)
                .isEqualTo("ERROR: " + stranger + " is no manifest: its name is no version of a package;"
                        + " delete it\n");
        try (Stream<Path> files = Files.list(home.resolve("catalog"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home.resolve("catalog"));
        assertThat(run("list", "-s", repo())).isEqualTo(1);
        assertThat(err).startsWith("snapup-repo list: can't find the catalog of a at " + repo() + ": catalog.attrs");
        assertThat(run("verify", "-s", repo())).isEqualTo(1);
        assertThat(err.lines()).hasSize(1);
        assertThat(run("rebuild", "-s", repo())).isZero();
        assertThat(out).isEqualTo("a: 1 packages in the catalog\n");
        assertThat(home.resolve("index")).isEmptyDirectory();
        assertThat(run("remove", "-s", repo(), "x")).isZero();
    }

    @Test
    void shouldPrintContents() throws IOException {
        run("create", "-p", "a", repo());
        run(
                "publish",
                "-s",
                repo(),
                manifest("x.p5m", "set name=pkg.fmri value=x@1\ndir path=d owner=root group=bin mode=0755\n"),
                manifest("x2.p5m", """
                        set name=pkg.fmri value=x@2
                        dir path=e owner=root group=bin mode=0755 note="with\ta tab"
                        """));

        assertThat(run("contents", "-s", repo(), "-t", "dir", "x")).isZero();
        assertThat(out).isEqualTo("""
            dir group=bin mode=0755 note="with\ta tab" owner=root path=e
            dir group=bin mode=0755 owner=root path=d
            """);
        assertThat(run("contents", "-s", repo(), "-t", "file", "x")).isEqualTo(1);
        assertThat(run("contents", "-s", repo(), "-t", "set,dir", "x@latest")).isZero();
        assertThat(out.lines()).hasSize(2).last().asString().endsWith("path=e");
        assertThat(run("contents", "-s", repo(), "-t", "bogus")).isEqualTo(2);
        assertThat(run("contents", "-s", repo(), "nothing")).isEqualTo(1);
    }

    @Test
    void shouldGenerateActions() throws IOException {
        Path root = Files.createDirectories(folder.resolve("proto/usr/b in"));
        Files.createFile(
                root.resolve("a x"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        Files.createLink(root.resolve("hard"), root.resolve("a x"));
        Files.createSymbolicLink(root.resolve("soft"), Path.of("../x"));
        String target = "usr/b in/hard";
        String proto = folder.resolve("proto").toString();
        assertThat(run("generate", "--target", target, proto)).isZero();
        assertThat(out).contains("hardlink path=\"usr/b in/a x\" target=hard\n");
        PosixFileAttributes owners = Files.readAttributes(root, PosixFileAttributes.class);
        boolean areNamed = Stream.of(owners.owner(), owners.group())
                .noneMatch(principal -> principal.getName().matches("[0-9]+"));
        assertThat(run("generate", "-u", proto)).isEqualTo(areNamed ? 0 : 1);
        assertThat(out.contains(" owner=" + owners.owner().getName())).isEqualTo(areNamed);

        assertThat(run("generate", proto)).isZero();

        assertThat(out.lines().filter(line -> !line.startsWith("dir")))
                .containsExactly(
                        "file group=bin hash=\"usr/b in/a x\" mode=0750 owner=root path=\"usr/b in/a x\"",
                        "hardlink path=\"usr/b in/hard\" target=\"a x\"",
                        "link path=\"usr/b in/soft\" target=../x");
        assertThat(run("create", "-p", "a", repo())).isZero();
        assertThat(run("generate", folder.resolve("proto").toString())).isZero();
        assertThat(run(
                        "publish",
                        "-s",
                        repo(),
                        "-d",
                        folder.resolve("proto").toString(),
                        manifest("g.p5m", "set name=pkg.fmri value=g@1\n" + out)))
                .isZero();
        assertThat(run("generate", folder.resolve("nothing").toString())).isEqualTo(1);
    }
}
