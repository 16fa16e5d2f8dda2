package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.testing.Requires;

class GetVerbTest {
    @TempDir
    Path folder;

    private RepoWorld world;
    private String repository;

    @BeforeEach
    void create() {
        world = new RepoWorld(folder);
        repository = world.path("repo");
        world.run("create", repository);
    }

    @Test
    void shouldPrintWhatPkgrepoPrints() throws IOException {
        String transcript = Files.readString(Requires.shared("ips/transcripts/12-repo-tools.txt"));

        assertThat(world.run("get", "-s", Requires.shared("ips/repo").toString()))
                .isZero();

        assertThat(transcript).contains("pkgrepo get -s /REPO\n" + world.out + "[exit 0]");
    }

    @Test
    void shouldSetAndFindProperties() {
        assertThat(world.run("add-publisher", "-s", repository, "a", "b")).isZero();
        assertThat(world.run(
                        "set",
                        "-s",
                        repository,
                        "repository/name=My repo",
                        "repository/signature-required-names=(a b)",
                        "repository/description="))
                .isZero();

        assertThat(world.run("get", "-s", repository, "-F", "tsv", "publisher/prefix", "*/name", "*/d*"))
                .isZero();
        assertThat(world.out.lines())
                .containsExactly(
                        "SECTION\tPROPERTY\tVALUE",
                        "publisher\tprefix\ta",
                        "repository\tname\tMy\\ repo",
                        "repository\tdescription\t\"\"");
        assertThat(world.run("get", "-s", repository, "-F", "json", "*/signature-required-names"))
                .isZero();
        assertThat(world.out)
                .isEqualTo(
                        "[{\"property\":\"signature-required-names\",\"section\":\"repository\",\"value\":[\"a\",\"b\"]}]\n");
        assertThat(world.run("get", "-s", repository, "-H", "*/signature-required-names", "x/y"))
                .isEqualTo(3);
        assertThat(world.out).isEqualTo("repository signature-required-names (a b)\n");
        assertThat(world.run("get", "-s", repository, "x/y")).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCannotBeSet() {
        assertThat(world.run("set", "-s", repository, "repository/version=5")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "elsewhere/x=5")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "repository/x=a\nb=c")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "publisher/prefix=../x")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "prefix=x")).isEqualTo(2);
        assertThat(world.run("set", "-s", repository)).isEqualTo(2);
    }

    @Test
    void shouldPublishFromStandardInput() throws IOException {
        world.write("data", "data\n");
        world.type("""
            set name=pkg.fmri value=pkg://a/x@1:20260101T000000Z
            file data path=data owner=root group=bin mode=0644
            """);

        assertThat(world.run("publish", "-s", repository, "-d", folder.toString()))
                .isZero();

        assertThat(world.out).isEqualTo("pkg://a/x@1,5.11:20260101T000000Z\nPUBLISHED\n");
    }
}
