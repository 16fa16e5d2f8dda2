package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.testing.EmptyImage;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Content;
import org.snapup.protocol.ImageQueries.Found;
import org.snapup.protocol.ImageQueries.ListedPackage;
import org.snapup.protocol.ImageQueries.PackageState;
import org.snapup.protocol.ImageQueries.Setting;
import org.snapup.protocol.Verification;
import org.snapup.protocol.Verification.Finding;
import org.snapup.protocol.Verification.Severity;
import org.snapup.protocol.Verification.VerifiedPackage;

/** What the verbs about packages and images print of a daemon's answers. */
@ExtendWith(FakeDaemons.class)
class PackageVerbsTest {
    private static final String FMRI = "pkg://example.org/web/server@2.0-1:20261122T235513Z";

    private final FakeDaemon daemon;

    PackageVerbsTest(FakeDaemon daemon) {
        this.daemon = daemon;
        EmptyImage.behind(daemon);
    }

    /** What the pkg(1) of OmniOS printed for such publishers. */
    @Test
    void shouldListPublishersAsPkgDoes() {
        daemon.answer(
                ImageQueries.PUBLISHERS,
                new ImageQueries.Publishing(List.of(
                        new ImageQueries.Publisher(
                                "x.example",
                                null,
                                false,
                                false,
                                List.of(new ImageQueries.Location("http://x.example/", true, "http://p:1")),
                                List.of(new ImageQueries.Location("http://m.example/", true, null)),
                                null,
                                null,
                                null,
                                Map.of(),
                                null,
                                null,
                                null),
                        new ImageQueries.Publisher(
                                "example.org",
                                null,
                                true,
                                true,
                                List.of(new ImageQueries.Location("file:///repo/", true, null)),
                                List.of(),
                                null,
                                null,
                                null,
                                Map.of(),
                                null,
                                null,
                                null))));

        assertThat(Running.of(daemon, "publisher", "-P", "-H").out()).isEqualTo("""
            x.example      (non-sticky, disabled) origin   online T http://x.example/
            x.example      (non-sticky, disabled) mirror   online F http://m.example/
            """);
        assertThat(Running.of(daemon, "publisher", "-n", "-H").out().lines()).hasSize(1);
        assertThat(Running.of(daemon, "publisher", "-H", "-F", "tsv").out()).isEqualTo("""
            x.example	false	false	true	origin	online	http://x.example/	http://p:1
            x.example	false	false	true	mirror	online	http://m.example/	-
            example.org	true	false	true	origin	online	file:///repo/	-
            """);
    }

    @Test
    void shouldShowTheCasOfAPublisherAsPkgDoes() {
        daemon.answer(
                ImageQueries.PUBLISHERS,
                new ImageQueries.Publishing(List.of(new ImageQueries.Publisher(
                        "example.org",
                        null,
                        true,
                        true,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of("55a3bdf9", "66a3bdf9"),
                        List.of("77a3bdf9"),
                        null))));

        assertThat(Running.of(daemon, "publisher", "example.org").out()).contains("""
                  Catalog Updated: None
                     Approved CAs: 55a3bdf9
                                 : 66a3bdf9
                      Revoked CAs: 77a3bdf9
                Publisher enabled: Yes
            """);
    }

    @Test
    void shouldListWithTheFlagsAndTellWhatIsMissing() {
        daemon.answer(
                ImageQueries.LIST,
                new ImageQueries.Listed(
                        List.of(
                                new ListedPackage(
                                        "web/server",
                                        "example.org",
                                        "2.0-1",
                                        FMRI,
                                        true,
                                        List.of(PackageState.INSTALLED, PackageState.FROZEN, PackageState.OBSOLETE),
                                        null),
                                new ListedPackage(
                                        "\u001b",
                                        "other",
                                        "1",
                                        "pkg://other/x@1",
                                        false,
                                        List.of(PackageState.MANUAL, PackageState.RENAMED),
                                        null)),
                        List.of("nosuch")));

        Running run = Running.of(daemon, "list", "web/server", "x", "nosuch");

        assertThat(run).isEqualTo(new Running(3, """
            NAME (PUBLISHER)                                  VERSION                    IFO
            web/server                                        2.0-1                      ifo
            \\u001b (other)                                    1                          -mr
            """, """

                snapup list: no packages matching the following patterns are installed:
                  nosuch
                """));
        assertThat(Running.of(daemon, "list", "-m", "-H", "-F", "json").out())
                .isEqualTo("[{\"flags\":\"-mr\",\"namepub\":\"\\u001B (other)\",\"version\":\"1\"}]");
        assertThat(Running.of(daemon, "list", "-o", "name,timestamp,branch").out())
                .startsWith("""
                    NAME       TIMESTAMP        BRANCH
                    web/server 20261122T235513Z 1
                    """);
        assertThat(Running.of(daemon, "list", "-q")).isEqualTo(new Running(3, "", ""));
    }

    @Test
    void shouldSayThatNothingIsInstalled() {
        assertThat(Running.of(daemon, "list")).isEqualTo(new Running(1, "", "no packages installed\n"));
        assertThat(Running.of(daemon, "list", "-u").err()).isEqualTo("no packages have newer versions available\n");
    }

    @Test
    void shouldPutNumbersOnTheRight() {
        daemon.answer(
                ImageQueries.CONTENTS,
                new ImageQueries.Contained(
                        List.of(
                                content("b", "7"),
                                content("a", "123"),
                                new Content(FMRI, "set", null, null, null, Map.of("name", List.of("x")))),
                        null));

        assertThat(Running.of(daemon, "contents", "-o", "path,pkg.size").out()).isEqualTo("""
            PATH PKG.SIZE
            a         123
            b           7
            """);
        assertThat(Running.of(daemon, "contents", "-H", "-o", "pkg.name,path").out())
                .isEqualTo("web/server\nweb/server\ta\nweb/server\tb\n");
        assertThat(Running.of(daemon, "contents", "-H", "-o", "pkg.shortfmri,action.raw")
                        .out())
                .contains("pkg://example.org/web/server@2.0-1\tfile hash path=a pkg.size=123\n");
        Running partly = Running.of(daemon, "contents", "-t", "file,nosuch");
        assertThat(partly.status()).isZero();
        assertThat(partly.err()).contains("there is no action 'nosuch'");
    }

    private static Content content(String path, String size) {
        return new Content(FMRI, "file", path, "hash", null, Map.of("path", List.of(path), "pkg.size", List.of(size)));
    }

    @Test
    void shouldShowWhatWasFoundAndNothingTwiceInARow() {
        Found found = new Found(
                "basename",
                "file",
                "usr/bin/web",
                FMRI,
                Map.of("path", List.of("usr/bin/web"), "alias", List.of("a'b", "c")),
                "usr/bin/web",
                "abc");
        daemon.answer(ImageQueries.SEARCH, new ImageQueries.Searched(List.of(found, found)));

        assertThat(Running.of(daemon, "search", "web").out()).isEqualTo("""
            INDEX      ACTION VALUE       PACKAGE
            basename   file   usr/bin/web pkg:/web/server@2.0-1
            """);
        assertThat(Running.of(daemon, "search", "-p", "-H", "web").out())
                .isEqualTo("pkg:/web/server@2.0-1\texample.org\n");
        assertThat(Running.of(daemon, "search", "-H", "-o", "action.key,action.hash,pkg.fmri,alias", "web")
                        .out())
                .isEqualTo("usr/bin/web\tabc\tpkg:/web/server@2.0-1:20261122T235513Z\t[\"a'b\", 'c']\n");
        assertThat(Running.of(daemon, "search", "-H", "-o", "action.raw", "web").out())
                .isEqualTo("file abc alias=\"a'b\" alias=c path=usr/bin/web\n");
    }

    @Test
    void shouldShowPackagesWhereAQueryFindsPackages() {
        Found found = new Found("", "", "", FMRI, Map.of(), null, null);
        daemon.answer(ImageQueries.SEARCH, new ImageQueries.Searched(List.of(found)));

        assertThat(Running.of(daemon, "search", "<web>").out()).isEqualTo("""
            PACKAGE               PUBLISHER
            pkg:/web/server@2.0-1 example.org
            """);
        assertThat(Running.of(daemon, "search", "-o", "action.key", "<web>").status())
                .isEqualTo(2);
    }

    @Test
    void shouldVerify() {
        daemon.answer(
                ImageQueries.VERIFY,
                new Verification.Verified(
                        null,
                        List.of(new VerifiedPackage(
                                FMRI,
                                List.of(
                                        new Finding(Severity.ERROR, "file: usr/bin/web", "mode: 0700 should be 0555"),
                                        new Finding(
                                                Severity.INFO, "file: etc/web", "editable file has been changed")))),
                        null,
                        null,
                        null));

        Running run = Running.of(daemon, "verify");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
            PACKAGE                                                                 STATUS
            pkg://example.org/web/server                                             ERROR
            \tfile: usr/bin/web
            \t\tERROR: mode: 0700 should be 0555
            """);
        assertThat(Running.of(daemon, "verify", "-v", "-H").out())
                .endsWith("\tfile: etc/web\n\t\teditable file has been changed\n");
        assertThat(Running.of(daemon, "verify", "-q").out()).isEmpty();
    }

    @Test
    void shouldTellOfPathsThatNoPackageDelivers() {
        daemon.answer(
                ImageQueries.VERIFY,
                new Verification.Verified(null, List.of(), List.of("/nowhere", "nosuch"), null, null));

        Running both = Running.of(daemon, "verify", "-H", "-p", "/nowhere", "nosuch");
        assertThat(both.status()).isEqualTo(1);
        assertThat(both.out()).isEqualTo("nowhere is not found in the image\n");
        assertThat(both.err()).contains("nosuch").doesNotContain("nowhere");

        daemon.answer(ImageQueries.VERIFY, new Verification.Verified(null, List.of(), List.of("/nowhere"), null, null));
        Running path = Running.of(daemon, "verify", "-p", "/nowhere");
        assertThat(path.status()).isZero();
        assertThat(path.err()).isEmpty();
        assertThat(Running.of(daemon, "verify", "-q", "-p", "/nowhere").out()).isEmpty();
    }

    @Test
    void shouldFailWhereNothingBeganThen() {
        daemon.answer(ImageQueries.HISTORY, new ImageHistory.Remembered(List.of()));

        assertThat(Running.of(daemon, "history", "-t", "2020-01-01T00:00:00").status())
                .isEqualTo(1);
        assertThat(Running.of(daemon, "history").status()).isZero();
    }

    @Test
    void shouldWriteNoneForStatesThatWereNotKept() {
        daemon.answer(
                ImageQueries.HISTORY,
                new ImageHistory.Remembered(List.of(new ImageHistory.PastOperation(
                        "set-property",
                        "Succeeded",
                        "None",
                        "pkg",
                        "1",
                        List.of("pkg"),
                        "root",
                        "0",
                        "be",
                        "uuid",
                        null,
                        null,
                        null,
                        null,
                        "2026-11-22T23:55:34Z",
                        "2026-11-22T23:55:35Z",
                        null,
                        null,
                        List.of()))));
        assertThat(Running.of(daemon, "history", "-l").out())
                .endsWith("       Start State: \nNone\n         End State: \nNone\n\n");
    }

    @Test
    void shouldShowMediatorsInEachFormat() {
        daemon.answer(
                ImageQueries.SETTINGS,
                new ImageQueries.Settled(List.of(
                        new Setting("python", "3.12", "system", null, null, "system", null, null, null),
                        new Setting("tar", null, "vendor", "bsd", "3", "local", null, null, null))));

        assertThat(Running.of(daemon, "mediator").out()).isEqualTo("""
            MEDIATOR VER. SRC. VERSION IMPL. SRC. IMPLEMENTATION
            python   system    3.12    system    \s
            tar      vendor            local      bsd(@3)
            """);
        assertThat(Running.of(daemon, "mediator", "-H", "python").out())
                .isEqualTo("python   system    3.12    system     \n");
        assertThat(Running.of(daemon, "mediator", "-H", "-F", "tsv", "tar").out())
                .isEqualTo("tar\tvendor\t\tlocal\tbsd\t3\n");
        assertThat(Running.of(daemon, "mediator", "ruby", "tar").status()).isEqualTo(3);
        assertThat(Running.of(daemon, "mediator", "ruby"))
                .isEqualTo(new Running(1, "", "snapup mediator: no matching mediators found\n"));
    }

    @Test
    void shouldShowFacetsAndVariantsAsTheyWorkWhereTheyAreNamed() {
        daemon.answer(
                ImageQueries.SETTINGS,
                new ImageQueries.Settled(
                        List.of(new Setting("facet.locale.*", "False", "local", null, null, null, null, null, null))));

        assertThat(Running.of(daemon, "facet", "-H", "locale.fr", "facet.doc", "optional.a", "man*")
                        .out())
                .isEqualTo(facet("doc", "True  system")
                        + facet("locale.fr", "False local")
                        + facet("optional.a", "False system"));
        assertThat(Running.of(daemon, "facet", "-i", "locale.fr").status()).isEqualTo(1);
        assertThat(Running.of(daemon, "facet", "fr*").status()).isEqualTo(1);
        assertThat(Running.of(daemon, "facet", "-F", "json", "doc").out())
                .isEqualTo("[{\"facet\":\"facet.doc\",\"masked\":\"False\",\"src\":\"system\",\"value\":\"True\"}]");
        assertThat(Running.of(daemon, "facet", "-m", "doc").out()).isEqualTo("""
            FACET                                                     VALUE SRC    MASKED
            doc                                                       True  system False
            """);
        assertThat(Running.of(daemon, "variant", "-H", "-F", "tsv", "arch").out())
                .isEqualTo("variant.arch\tfalse\n");
        assertThat(Running.of(daemon, "variant", "-v", "arch").status()).isEqualTo(1);
    }

    private static String facet(String name, String rest) {
        return name + " ".repeat(65 - name.length()) + rest + "\n";
    }

    @Test
    void shouldSayWhatHasNoEffect() {
        assertThat(Running.of(daemon, "list", "--no-refresh").err()).startsWith("snapup: --no-refresh has no effect: ");
        assertThat(Running.of(daemon, "install", "-C", "2", "-q", "web").err()).isEmpty();
    }
}
