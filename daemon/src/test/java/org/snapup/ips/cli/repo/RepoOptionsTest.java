package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options as people type them who know pkgrepo(1), pkgsend(1) and pkgrecv(1). */
class RepoOptionsTest {
    @TempDir
    Path folder;

    private RepoWorld world;
    private String repository;

    @BeforeEach
    void create() throws IOException {
        world = new RepoWorld(folder);
        repository = world.path("repo");
        world.run("create", "-p", "a", repository);
        world.run("add-publisher", "-s", repository, "b");
        String manifest = world.write(
                "x.p5m",
                "set name=pkg.fmri value=x@1:20260101T000000Z\nset name=pkg.summary value=\"Grüße \uD834\uDD1E\"\n");
        world.run("publish", "-s", repository, manifest);
    }

    @Test
    void shouldTakeTheRepositoryBeforeTheVerb() throws IOException {
        assertThat(world.run("-s", repository, "list", "-H")).isZero();
        assertThat(world.out).contains("x ");
        assertThat(world.run("-s" + repository, "info", "-H")).isZero();
        assertThat(world.run("-s", "/nowhere", "list", "-s", repository)).isZero();
        assertThat(world.run("-s", world.path("two"), "create")).isZero();
        assertThat(world.run("-s", world.path("two"), "create", world.path("three")))
                .isZero();
        assertThat(world.run("create", "-s", world.path("four"))).isZero();
        assertThat(folder.resolve("three/pkg5.repository")).exists();
        assertThat(world.run("-s", repository)).isEqualTo(2);
        assertThat(world.run("-s")).isEqualTo(2);
        assertThat(world.err).isEqualTo("snapup-repo: option -s needs a value\n");
        assertThat(world.run("-x", "list")).isEqualTo(2);
        assertThat(world.err).startsWith("snapup-repo: unknown option -x\n");
    }

    @Test
    void shouldTakeRepositoriesFromTheEnvironment() throws IOException {
        String manifest = world.write("y.p5m", "set name=pkg.fmri value=y@1\n");
        world.run("create", world.path("target"));

        world.environment.put("PKG_REPO", repository);
        assertThat(world.run("publish", manifest)).isZero();
        assertThat(world.run("list")).as("pkgrepo(1) doesn't read it").isEqualTo(2);
        world.environment.put("PKG_SRC", repository);
        world.environment.put("PKG_DEST", world.path("target"));
        assertThat(world.run("receive", "y")).isZero();
        assertThat(world.run("list", "-H", "-s", world.path("target"))).isZero();
        assertThat(world.out.lines()).hasSize(1);
    }

    @Test
    void shouldSayWhichVersionIsMade() {
        assertThat(world.run("create", "--version", "4", world.path("new"))).isZero();
        for (String version : List.of("3", "5", "x")) {
            assertThat(world.run("create", "--version", version, world.path("other")))
                    .isEqualTo(2);
            assertThat(world.err)
                    .contains("a repository of version " + version + " can't be made here: leave out --version, which"
                            + " makes version 4");
        }
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void shouldPrintJsonAsPkgrepoDoes() {
        assertThat(world.run("list", "-s", repository, "-F", "json-formatted")).isZero();
        assertThat(world.out).isEqualTo("""
                [
                  {
                    "branch": "None",
                    "build-release": "5.11",
                    "name": "x",
                    "pkg.fmri": "pkg://a/x@1,5.11:20260101T000000Z",
                    "pkg.summary": [
                      {
                        "value": [
                          "Gr\\u00FC\\u00DFe \\uD834\\uDD1E"
                        ]
                      }
                    ],
                    "publisher": "a",
                    "release": "1",
                    "timestamp": "20260101T000000Z",
                    "version": "1,5.11:20260101T000000Z"
                  }
                ]
                """);
        assertThat(world.run("list", "-s", repository, "-p", "b", "-F", "json-formatted"))
                .isZero();
        assertThat(world.out).isEqualTo("[]\n");
        assertThat(world.run("info", "-s", repository, "-p", "a", "-F", "json-formatted"))
                .isZero();
        assertThat(world.out)
                .startsWith(
                        "[\n  {\n    \"packages\": \"1\",\n    \"publisher\": \"a\",\n    \"status\": \"online\",\n");
        assertThat(world.run("get", "-s", repository, "-F", "json-formatted", "repository/signature-required-names"))
                .isZero();
        assertThat(world.out).isEqualTo("""
                [
                  {
                    "property": "signature-required-names",
                    "section": "repository",
                    "value": []
                  }
                ]
                """);
    }

    @Test
    void shouldGoOnWithThePublishersThatAreThere() {
        for (String verb : List.of("list", "info", "contents", "get", "verify", "refresh", "rebuild")) {
            assertThat(world.run(verb, "-s", repository, "-p", "a", "-p", "nobody"))
                    .as(verb)
                    .isEqualTo(3);
            assertThat(world.err)
                    .isEqualTo("snapup-repo " + verb + ": the repository has no publisher nobody; the others that are"
                            + " named were looked at\n");
            assertThat(verb.equals("verify") || !world.out.isEmpty()).as(verb).isTrue();
            assertThat(world.run(verb, "-s", repository, "-p", "nobody"))
                    .as(verb)
                    .isEqualTo(1);
            assertThat(world.err).contains("has no publisher nobody; it has a, b");
            assertThat(world.run(verb, "-s", repository, "-p", "nobody", "-p", "all"))
                    .as(verb)
                    .isZero();
        }
        assertThat(world.run("remove", "-s", repository, "-p", "a", "-p", "nobody", "x"))
                .isEqualTo(1);
        assertThat(world.run("list", "-s", repository, "x")).isZero();
    }
}
