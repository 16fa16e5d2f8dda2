package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.Story;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Content;
import org.snapup.protocol.ImageQueries.Found;
import org.snapup.protocol.ImageQueries.ListedPackage;
import org.snapup.protocol.ImageQueries.PackageState;
import org.snapup.protocol.ImageQueries.Setting;
import org.snapup.protocol.Json;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.License;
import org.snapup.protocol.Plan.PackageChange;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Verification;
import org.snapup.protocol.Verification.Finding;
import org.snapup.protocol.Verification.Severity;
import org.snapup.protocol.Verification.VerifiedPackage;

/** The verbs about packages and images, with a daemon that answers what it is told to. */
class PackageVerbsTest {
    private static final String FMRI = "pkg://example.org/web/server@2.0-1:20261122T235513Z";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private FakeDaemon daemon;

    @BeforeEach
    void listen() throws IOException {
        daemon = new FakeDaemon(directory.resolve("s"));
        for (Methods.Method method : Methods.all().values()) {
            if (method.mutating()) {
                daemon.answer(
                        method.name(),
                        Packages.Started.event(
                                3, new Story().done("ok").events().get(0)));
            }
        }
        daemon.answer(ImageQueries.LIST, new ImageQueries.Listed(List.of(), null));
        daemon.answer(ImageQueries.INFO, new ImageQueries.Informed(List.of(), null));
        daemon.answer(ImageQueries.CONTENTS, new ImageQueries.Contained(List.of(), null));
        daemon.answer(ImageQueries.SEARCH, new ImageQueries.Searched(List.of()));
        daemon.answer(ImageQueries.HISTORY, new ImageQueries.Remembered(List.of()));
        daemon.answer(ImageQueries.PUBLISHERS, new ImageQueries.Publishing(List.of()));
        daemon.answer(ImageQueries.SETTINGS, new ImageQueries.Settled(List.of()));
        daemon.answer(ImageQueries.VERIFY, new Verification.Verified(null, List.of(), null, null, null));
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "update; Packages.ImageUpdate; {\"packages\":[]}",
                "update --reject a --reject b --accept web; Packages.ImageUpdate;"
                        + " {\"packages\":[\"web\"],\"reject\":[\"a\",\"b\"],\"accept\":true}",
                "install -q --no-be-activate web; Packages.Install; {\"packages\":[\"web\"],\"activate\":false}",
                "update --ignore-missing a; Packages.ImageUpdate; {\"packages\":[\"a\"],\"ignoreMissing\":true}",
                "uninstall --ignore-missing a; Packages.Uninstall; {\"packages\":[\"a\"],\"ignoreMissing\":true}",
                "autoremove -q --ignore-missing -C 2; Packages.Autoremove; {\"packages\":[]}",
                "autoremove --require-new-be -R /mnt; Packages.Autoremove;"
                        + " {\"root\":\"/mnt\",\"packages\":[],\"newBe\":\"require\"}",
                "exact-install entire; Packages.ExactInstall; {\"packages\":[\"entire\"]}",
                "apply-hot-fix /f.p5p; Packages.ApplyHotFix; {\"archive\":\"/f.p5p\"}",
                "apply-hot-fix file:///%66.p5p web; Packages.ApplyHotFix;"
                        + " {\"archive\":\"/f.p5p\",\"packages\":[\"web\"]}",
                "apply-hot-fix -R /mnt --require-new-be d/f.p5p; Packages.ApplyHotFix;"
                        + " {\"root\":\"/mnt\",\"archive\":\"/a b/d/f.p5p\",\"newBe\":\"require\"}",
                "dehydrate -R /mnt -p a -p b; Packages.Dehydrate;"
                        + " {\"root\":\"/mnt\",\"publishers\":[\"a\",\"b\"]}",
                "rehydrate; Packages.Rehydrate; {}",
                "fix; Packages.Fix; {\"packages\":[]}",
                "revert /etc/a; Packages.Revert; {\"paths\":[\"/etc/a\"]}",
                "revert --tagged site; Packages.Revert; {\"tags\":[\"site\"]}",
                "change-variant debug.osnet=true variant.arch=sparc; Packages.ChangeVariant;"
                        + " {\"variants\":{\"variant.arch\":\"sparc\",\"variant.debug.osnet\":\"true\"}}",
                "change-facet doc.*=False facet.locale.fr=None; Packages.ChangeFacet;"
                        + " {\"facets\":{\"facet.doc.*\":\"false\",\"facet.locale.fr\":\"none\"}}",
                "set-mediator -V 3.11 python; Packages.SetMediator; {\"mediators\":[\"python\"],\"version\":\"3.11\"}",
                "set-mediator -I None tar; Packages.SetMediator; {\"mediators\":[\"tar\"],\"implementation\":\"\"}",
                "unset-mediator -V python; Packages.UnsetMediator; {\"mediators\":[\"python\"],\"version\":true}",
                "-R be/x update; Packages.ImageUpdate; {\"root\":\"/a b/be/x\",\"packages\":[]}",
                "list; Image.List; {}",
                "list -af web; Image.List; {\"patterns\":[\"web\"],\"scope\":\"all\"}",
                "list -a; Image.List; {\"scope\":\"available\"}",
                "list -u -s; Image.List; {\"scope\":\"upgradable\",\"summaries\":true}",
                "list -i; Image.List; {\"scope\":\"newest\"}",
                "list -r -R /mnt; Image.List; {\"root\":\"/mnt\",\"scope\":\"removable\"}",
                "info --license web; Image.Info; {\"packages\":[\"web\"],\"licenses\":true}",
                "info -r web; Image.Info; {\"packages\":[\"web\"],\"remote\":true}",
                "contents -t file,dir -t link -a mode=0555 web; Image.Contents; {\"packages\":[\"web\"],"
                        + "\"types\":[\"file\",\"dir\",\"link\"],\"attributes\":[\"mode=0555\"]}",
                "contents -m web; Image.Contents; {\"packages\":[\"web\"],\"manifest\":true}",
                "search -l -I a b; Image.Search; {\"query\":\"a b\",\"caseSensitive\":true}",
                "search -f a; Image.Search; {\"query\":\"a\",\"remote\":true,\"allVersions\":true}",
                "verify -p /usr/bin/a web; Image.Verify; {\"packages\":[\"web\"],\"paths\":[\"/usr/bin/a\"]}",
                "verify --unpackaged web; Image.Verify; {\"packages\":[\"web\"],\"unpackaged\":\"also\"}",
                "verify --unpackaged-only; Image.Verify; {\"unpackaged\":\"only\"}",
                "history -n 3; Image.History; {\"limit\":3}",
                "publisher; Image.Publishers; {}",
                "property; Image.Settings; {\"kind\":\"properties\"}",
                "variant -a; Image.Settings; {\"kind\":\"variants\",\"available\":true}",
                "facet; Image.Settings; {\"kind\":\"facets\"}",
                "mediator -a; Image.Settings; {\"kind\":\"mediators\",\"available\":true}",
                "freeze; Image.Settings; {\"kind\":\"frozen\"}",
                "avoid; Image.Settings; {\"kind\":\"avoided\"}",
                "freeze -n -c why web@1; Image.Freeze; {\"packages\":[\"web@1\"],\"reason\":\"why\",\"dryRun\":true}",
                "unfreeze web; Image.Unfreeze; {\"packages\":[\"web\"]}",
                "avoid web; Image.Avoid; {\"packages\":[\"web\"]}",
                "unavoid web; Image.Unavoid; {\"packages\":[\"web\"]}",
                "refresh --full p; Image.Refresh; {\"publishers\":[\"p\"],\"full\":true}",
                "set-property a b; Image.ChangeProperty; {\"act\":\"set\",\"property\":\"a\",\"values\":[\"b\"]}",
                "add-property-value a b; Image.ChangeProperty; {\"act\":\"add\",\"property\":\"a\",\"values\":[\"b\"]}",
                "remove-property-value a b; Image.ChangeProperty;"
                        + " {\"act\":\"remove\",\"property\":\"a\",\"values\":[\"b\"]}",
                "unset-property a; Image.ChangeProperty; {\"act\":\"unset\",\"property\":\"a\"}",
                "rebuild-index -R /mnt; Image.RebuildIndex; {\"root\":\"/mnt\"}",
                "flag -m -R /mnt a b; Image.Flag; {\"root\":\"/mnt\",\"packages\":[\"a\",\"b\"],\"manual\":true}",
                "flag -M a; Image.Flag; {\"packages\":[\"a\"],\"manual\":false}",
                "clean -v -R /mnt; Image.Clean; {\"root\":\"/mnt\"}",
                "update-format -r; Image.UpdateFormat; {}",
                "purge-history -R /mnt; Image.PurgeHistory; {\"root\":\"/mnt\"}",
                "unset-publisher p q; Image.UnsetPublisher; {\"publishers\":[\"p\",\"q\"]}",
                "set-publisher -g http://a -g http://b -P p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"addOrigins\":[\"http://a\",\"http://b\"],\"search\":\"first\"}",
                "set-publisher -O http://a p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"addOrigins\":[\"http://a\"],\"removeOrigins\":[\"*\"]}",
                "set-publisher --disable -g http://a p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"disableOrigins\":[\"http://a\"]}",
                "set-publisher -d --non-sticky --search-before=q p; Image.SetPublisher; {\"publisher\":\"p\","
                        + "\"enabled\":false,\"sticky\":false,\"search\":\"before\",\"searchRelative\":\"q\"}",
                "set-publisher -p http://a --no-refresh; Image.SetPublisher;"
                        + " {\"repository\":\"http://a\",\"refresh\":false}",
                "set-publisher --set-property a=b --unset-property c p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"properties\":{\"a\":\"b\",\"c\":\"\"}}",
                "set-publisher --add-property-value a=b --add-property-value a=c --remove-property-value d=e p;"
                        + " Image.SetPublisher; {\"publisher\":\"p\",\"addValues\":{\"a\":[\"b\",\"c\"]},"
                        + "\"removeValues\":{\"d\":[\"e\"]}}",
                "set-publisher --approve-ca-cert /a --approve-ca-cert=/b p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"approveCas\":[\"/a\",\"/b\"]}",
                "set-publisher --revoke-ca-cert 1 --unset-ca-cert 2 p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"revokeCas\":[\"1\"],\"unsetCas\":[\"2\"]}",
                "set-publisher -k /k -c /c p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"sslKey\":\"/k\",\"sslCert\":\"/c\"}",
            })
    void shouldAskForWhatWasTyped(String words, String method, String parameters) throws IOException {
        Running run = Running.of(daemon, words.split(" "));

        assertThat(run.status()).as(run.err()).isIn(0, 1);
        Call call = daemon.calls().get(0);
        assertThat(call.method()).isEqualTo("org.snapup." + method);
        assertThat(call.parameters()).isEqualTo(Json.parse(parameters.getBytes(StandardCharsets.UTF_8)));
        RecordCodec.fromMap(Methods.of(call.method()).parameters(), call.parameters(), RecordCodec.Unknown.REFUSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "list -a -u; -a and -u exclude each other",
                "list -f; -f goes with -a only",
                "list -o name,age; unknown column 'age': there are branch, flags, fmri, name, namepub, publisher,"
                        + " release, summary, timestamp, version",
                "list -F xml; -F must be tsv, json, json-formatted or default, not 'xml'",
                "list -g http://a; the option -g can't be had: add it with set-publisher -g, or look into it with"
                        + " snapup-repo list -s ORIGIN",
                "info -r; -r needs packages",
                "contents -m -H; -m and -H exclude each other",
                "contents -t fiel; there is no action 'fiel'",
                "contents -o action.raw; there is no column 'action.raw': -m prints whole actions",
                "search; missing QUERY...",
                "search -p -o search.match a; -p goes without the column 'search.match', which is of actions",
                "verify --unpackaged --unpackaged-only; --unpackaged and --unpackaged-only exclude each other",
                "verify --unpackaged-only web; --unpackaged-only goes without packages: --unpackaged looks at them, too",
                "verify -p /etc --unpackaged; -p goes without --unpackaged and --unpackaged-only",
                "fix --unpackaged-only; unknown option --unpackaged-only",
                "history -n 0; -n must be a number above 0, not '0'",
                "history -o command,user; the column 'command' must be the last one of -o: it is of many words",
                "history -t yesterday; -t must be a time as 2026-11-22T23:55:34 or 2026-11-22, or two with - between,"
                        + " not 'yesterday'",
                "install -t web; the option -t can't be had: a boot environment can't be activated for one boot",
                "install -v -q web; -v and -q exclude each other",
                "change-variant arch; it must be NAME=VALUE, not 'arch'",
                "change-facet doc=maybe; a facet is true, false or none, not 'maybe': facet.doc",
                "set-mediator python; missing -V or -I",
                "revert etc/a; a path must begin with /, where the image does: 'etc/a'",
                "apply-hot-fix; missing FILE",
                "apply-hot-fix file://a/b; 'file://a/b' names no file: write its path",
                "apply-hot-fix http://a/f.p5p; a hot-fix is taken from a file: fetch 'http://a/f.p5p' first",
                "dehydrate web; unexpected argument 'web'",
                "autoremove web; unexpected argument 'web'",
                "flag a; missing -m or -M",
                "flag -m -M a; -m and -M exclude each other",
                "flag -m; missing PATTERN...",
                "clean -v -q; -v and -q exclude each other",
                "clean all; unexpected argument 'all'",
                "purge-history now; unexpected argument 'now'",
                "rebuild-index now; unexpected argument 'now'",
                "set-publisher; missing PUBLISHER",
                "set-publisher -e -d p; --enable and --disable exclude each other",
                "set-publisher -p u --unset-ca-cert 2 p; CAs are approved and revoked for one publisher: name it, and"
                        + " leave out -p",
                "set-publisher --set-property a p; --set-property must be NAME=VALUE, not 'a'",
                "freeze -c why; -c needs packages",
                "set-property a; missing VALUE...",
            })
    void shouldRefuseAWrongCommandLine(String words, String message) {
        Running run = Running.of(daemon, words.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("snapup: " + message + "\nusage: snapup ");
        assertThat(daemon.calls().stream().filter(Call::oneway)).isEmpty();
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
    }

    private static Content content(String path, String size) {
        return new Content(FMRI, "file", path, "hash", null, Map.of("path", List.of(path), "pkg.size", List.of(size)));
    }

    @Test
    void shouldShowWhatWasFoundAndNothingTwiceInARow() {
        Found found = new Found("basename", "file", "usr/bin/web", FMRI, Map.of("path", List.of("usr/bin/web")));
        daemon.answer(ImageQueries.SEARCH, new ImageQueries.Searched(List.of(found, found)));

        assertThat(Running.of(daemon, "search", "web").out()).isEqualTo("""
            INDEX      ACTION VALUE       PACKAGE
            basename   file   usr/bin/web pkg:/web/server@2.0-1
            """);
        assertThat(Running.of(daemon, "search", "-p", "-H", "web").out())
                .isEqualTo("pkg:/web/server@2.0-1\texample.org\n");
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
        assertThat(Running.of(daemon, "mediator", "-H", "-F", "tsv", "tar").out())
                .isEqualTo("tar\tvendor\t\tlocal\tbsd\t3\n");
        assertThat(Running.of(daemon, "mediator", "ruby", "tar").status()).isEqualTo(3);
        assertThat(Running.of(daemon, "mediator", "ruby"))
                .isEqualTo(new Running(1, "", "snapup mediator: no matching mediators found\n"));
    }

    @Test
    void shouldSayOnlyWhatASettingNotes() {
        List<Event> events = new Story().note("web was frozen at 1").done("ok").events();
        daemon.on(ImageChanges.FREEZE, (call, talk) -> {
            talk.continuing(ImageChanges.Started.event(3, events.get(0)));
            talk.reply(ImageChanges.Started.event(3, events.get(1)));
        });

        assertThat(Running.of(daemon, "freeze", "web")).isEqualTo(new Running(0, "web was frozen at 1\n", ""));
        assertThat(Running.of(daemon, "freeze", "-q", "web")).isEqualTo(new Running(0, "", ""));
    }

    @Test
    void shouldTakeASettingThatIsSoAlreadyForDone() {
        Outcome nothing = new Outcome(Outcome.Result.DONE, 4, "it is so", null, null);
        Event ended = new Story().ended(nothing).events().get(0);
        daemon.answer(ImageChanges.CHANGE_PROPERTY, ImageChanges.Started.event(3, ended));
        daemon.answer(ImageChanges.UNFREEZE, ImageChanges.Started.event(3, ended));

        assertThat(Running.of(daemon, "set-property", "a", "b")).isEqualTo(new Running(0, "", ""));
        assertThat(Running.of(daemon, "unfreeze", "web")).isEqualTo(new Running(4, "", ""));
    }

    @Test
    void shouldExitAsPkgDoes() {
        daemon.refuse(Packages.INSTALL, ErrorCode.LICENSE_NOT_ACCEPTED, "web", "it must be accepted");
        Outcome locked = new Outcome(Outcome.Result.UNDONE, 1, "locked", ErrorCode.IMAGE_LOCKED.varlinkName(), null);
        daemon.answer(
                Packages.UNINSTALL,
                Packages.Started.event(3, new Story().ended(locked).events().get(0)));

        assertThat(Running.of(daemon, "install", "web").status()).isEqualTo(6);
        assertThat(Running.of(daemon, "uninstall", "web").status()).isEqualTo(7);
    }

    @Test
    void shouldShowLicences() {
        Plan plan = new Plan(
                List.of(new PackageChange("web", "site", null, "1.2")),
                false,
                false,
                1,
                1,
                List.of(),
                1L,
                null,
                List.of(new License("web", "BSD", false, true, "Do what you want.\n"), license("GPL")),
                null);
        daemon.answer(Packages.INSTALL, Packages.Started.planned(plan));

        Running run = Running.of(daemon, "install", "-n", "web");

        assertThat(run.out()).endsWith("""
            ------------------------------------------------------------
            Package: web
            License: BSD

            Do what you want.

            ------------------------------------------------------------
            Package: web
            License: GPL

            web: the licence 'GPL' must be accepted, with --accept.
            """);
    }

    private static License license(String name) {
        return new License("web", name, true, false, null);
    }

    @Test
    void shouldSayWhatHasNoEffect() {
        assertThat(Running.of(daemon, "list", "--no-refresh").err()).startsWith("snapup: --no-refresh has no effect: ");
        assertThat(Running.of(daemon, "install", "-C", "2", "-q", "web").err()).isEmpty();
    }
}
