package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.repo.depot.TestDepot;
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
        assertThat(world.out).isEqualTo("repository signature-required-names     (a b)\n");
        assertThat(world.run("get", "-s", repository, "x/y")).isEqualTo(1);
    }

    @Test
    void shouldSetAndPrintThePropertiesOfPublishers() {
        world.run("add-publisher", "-s", repository, "one", "two");
        assertThat(world.run("get", "-s", repository, "-p", "one")).isZero();
        assertThat(world.out).isEqualTo("""
            PUBLISHER SECTION    PROPERTY         VALUE
            one       publisher  alias            \s
            one       publisher  prefix           one
            one       repository collection-type  core
            one       repository description      ""
            one       repository legal-uris       ()
            one       repository mirrors          ()
            one       repository name             ""
            one       repository origins          ()
            one       repository refresh-seconds  ""
            one       repository registration-uri ""
            one       repository related-uris     ()
            """.replace(" \n", "\n").replace("alias           \n", "alias            \n"));

        assertThat(world.run(
                        "set",
                        "-s",
                        repository,
                        "-p",
                        "one",
                        "-p",
                        "three",
                        "publisher/alias=eins",
                        "repository/origins=(http://a https://b/)",
                        "repository/legal_uris=http://l",
                        "repository/refresh-seconds=60"))
                .isZero();

        assertThat(world.run("get", "-s", repository, "-H", "-p", "all", "publisher/alias", "*/origins", "*/legal*"))
                .isZero();
        assertThat(world.out.lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "one publisher alias eins",
                        "three publisher alias eins",
                        "two publisher alias ",
                        "one repository origins (http://a/ https://b/)",
                        "three repository origins (http://a/ https://b/)",
                        "two repository origins ()",
                        "one repository legal-uris (http://l)",
                        "three repository legal-uris (http://l)",
                        "two repository legal-uris ()");
        assertThat(world.run("get", "-s", repository, "-F", "json", "-p", "one", "*/description", "*/mirrors"))
                .isZero();
        assertThat(world.out)
                .isEqualTo("[{\"property\":\"description\",\"publisher\":\"one\",\"section\":\"repository\","
                        + "\"value\":\"None\"},{\"property\":\"mirrors\",\"publisher\":\"one\","
                        + "\"section\":\"repository\",\"value\":[]}]\n");
        assertThat(world.run("set", "-s", repository, "-p", "one", "repository/origins="))
                .isZero();
        assertThat(world.run("get", "-s", repository, "-p", "one", "-p", "nobody", "-F", "tsv", "*/origins"))
                .isEqualTo(3);
        assertThat(world.out).isEqualTo("PUBLISHER\tSECTION\tPROPERTY\tVALUE\none\trepository\torigins\t()\n");
    }

    @Test
    void shouldRefuseWhatPublishersCannotHave() throws IOException {
        world.run("add-publisher", "-s", repository, "one");
        for (String refused : List.of(
                "publisher/prefix=x",
                "publisher/alias=a/b",
                "publisher/name=x",
                "elsewhere/name=x",
                "repository/origins+=http://a",
                "repository/origins=ftp://a",
                "repository/collection-type=x",
                "repository/refresh-seconds=often",
                "repository/name=(a b)")) {
            assertThat(world.run("set", "-s", repository, "-p", "one", "repository/description=d", refused))
                    .as(refused)
                    .isIn(1, 2);
            assertThat(world.err).as(refused).startsWith("snapup-repo");
        }
        assertThat(Path.of(repository, "publisher/one/pub.p5i")).doesNotExist();
        assertThat(world.run("set", "-s", repository, "-p", "b d", "publisher/alias=x"))
                .isEqualTo(1);
        assertThat(world.run("get", "-s", repository, "-p", "nobody")).isEqualTo(1);
        assertThat(world.err).contains("has no publisher nobody; it has one");
        world.write("repo/publisher/one/pub.p5i", "{");
        assertThat(world.run("get", "-s", repository, "-p", "one")).isEqualTo(1);
        assertThat(world.err).contains("remove it, and set the properties again");
    }

    @Test
    void shouldRefuseWhatCannotBeSet() {
        assertThat(world.run("set", "-s", repository, "repository/version=5")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "elsewhere/x=5")).isEqualTo(1);
        for (String unreadable : List.of(
                "check-certificate-revocation=maybe",
                "signature-required-names=a",
                "signature-required-names=(a'b c)")) {
            assertThat(world.run("set", "-s", repository, "repository/" + unreadable))
                    .as(unreadable)
                    .isEqualTo(1);
        }
        assertThat(world.run("set", "-s", repository, "repository/x=a\nb=c")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "publisher/prefix=../x")).isEqualTo(1);
        assertThat(world.run("set", "-s", repository, "prefix=x")).isEqualTo(2);
        assertThat(world.run("set", "-s", repository)).isEqualTo(2);
    }

    @Test
    void shouldWriteValuesAsPkgrepoReadsThem() throws IOException {
        world.run("set", "-s", repository, "publisher/prefix=a", "repository/check-certificate-revocation=true");
        world.run("set", "-s", repository, "repository/signature-required-names=(a b)");
        assertThat(Files.readString(Path.of(repository, "pkg5.repository")))
                .contains("prefix = a\n", "check-certificate-revocation = True\n")
                .contains("signature-required-names = ['a', 'b']\n");

        assertThat(world.run(
                        "set",
                        "-s",
                        repository,
                        "publisher/prefix=",
                        "repository/signature-required-names=",
                        "repository/check-certificate-revocation="))
                .isZero();

        assertThat(Files.readString(Path.of(repository, "pkg5.repository")))
                .contains("prefix = \n", "check-certificate-revocation = False\n", "signature-required-names = []\n");
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

    @Test
    void shouldAskADepot() throws IOException {
        world.run("add-publisher", "-s", repository, "one", "two");
        try (TestDepot depot = new TestDepot(Path.of(repository))) {
            depot.answer("/status/0/", """
                    {"repository": {"configuration": {
                      "publisher": {"prefix": "one"},
                      "repository": {"check-certificate-revocation": false, "description": null, "version": 4,
                        "signature-required-names": ["a", "b"]}}}}
                    """);
            depot.answer("/publisher/0/", """
                    {"publishers": [
                      {"alias": null, "name": "two", "packages": [], "repositories": []},
                      {"alias": "eins", "name": "one", "packages": [], "repositories": [
                        {"origins": ["http://a/"], "refresh_seconds": 60, "name": "A b"}]}]}
                    """);
            assertThat(world.run("get", "-H", "-s", depot.location())).isZero();
            assertThat(world.out).isEqualTo("""
                    publisher  prefix                       one
                    repository check-certificate-revocation False
                    repository description                  ""
                    repository signature-required-names     (a b)
                    repository version                      4
                    """);
            assertThat(world.run("get", "-H", "-F", "tsv", "-s", depot.location(), "-p", "one", "*/origins", "*/alias"))
                    .isZero();
            assertThat(world.out).isEqualTo("one\trepository\torigins\t(http://a/)\none\tpublisher\talias\teins\n");
            assertThat(world.run("get", "-s", depot.location(), "-p", "one", "-p", "three"))
                    .isEqualTo(3);

            depot.answer("/status/0/", "<html>");
            assertThat(world.run("get", "-s", depot.location())).isEqualTo(1);
            assertThat(world.err)
                    .contains("doesn't tell its properties in a way that can be read", "check the location");
        }
    }

    @Test
    void shouldFindNoPropertiesInAnArchive() {
        world.run("add-publisher", "-s", repository, "one");
        world.run("archive", "-s", repository, world.path("all.p5p"));

        assertThat(world.run("get", "-s", world.path("all.p5p"))).isZero();
        assertThat(world.out).isEqualTo("SECTION PROPERTY VALUE\n");
        assertThat(world.run("get", "-s", world.path("all.p5p"), "publisher/prefix"))
                .isEqualTo(1);
    }
}
