package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.client.testing.Asked.assertAsks;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snapup.client.testing.EmptyImage;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.protocol.Call;

/** The command lines about packages and images: what they ask the daemon for, and which are refused. */
@ExtendWith(FakeDaemons.class)
class PackageCommandLinesTest {
    private final FakeDaemon daemon;

    PackageCommandLinesTest(FakeDaemon daemon) {
        this.daemon = daemon;
        EmptyImage.behind(daemon);
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
                "revert etc/a; Packages.Revert; {\"paths\":[\"/etc/a\"]}",
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
                        + "\"types\":[\"file\",\"dir\",\"link\"],\"attributes\":[\"mode=0555\"],"
                        + "\"columns\":[\"path\"]}",
                "contents -o action.key,mode web; Image.Contents; {\"packages\":[\"web\"],"
                        + "\"columns\":[\"action.key\",\"mode\",\"fmri\"]}",
                "contents -o action.raw web; Image.Contents; {\"packages\":[\"web\"]}",
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
                "set-publisher -g r -g file:/s -G ../q -G * -m /m -M n p; Image.SetPublisher; {\"publisher\":\"p\","
                        + "\"addOrigins\":[\"/a b/r\",\"file:/s\"],\"removeOrigins\":[\"/a b/../q\",\"*\"],"
                        + "\"addMirrors\":[\"/m\"],\"removeMirrors\":[\"/a b/n\"]}",
                "set-publisher -p r; Image.SetPublisher; {\"repository\":\"/a b/r\"}",
                "set-publisher -O r p; Image.SetPublisher;"
                        + " {\"publisher\":\"p\",\"addOrigins\":[\"/a b/r\"],\"removeOrigins\":[\"*\"]}",
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
        assertAsks(call, method, parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "list -a -u; -a and -u exclude each other",
                "list -f; -f goes with -a only",
                "list -vs; -s and -v exclude each other",
                "list -mM; -m and -M exclude each other",
                "list -o name,age; unknown column 'age': there are branch, flags, fmri, name, namepub, publisher,"
                        + " release, summary, timestamp, version",
                "list -F xml; -F must be tsv, json, json-formatted or default, not 'xml'",
                "list -g http://a; the option -g can't be had: add it with set-publisher -g, or look into it with"
                        + " snapup-repo list -s ORIGIN",
                "info -r; -r needs packages",
                "contents -m -H; -m and -H exclude each other",
                "contents -t fiel; there is no action 'fiel'",
                "contents -o action.row; there is no column 'action.row'",
                "search; missing QUERY...",
                "search -p -o search.match a; packages go without the column 'search.match', which is of actions",
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
                "change-variant arch=i386 variant.arch=sparc; variant.arch is given twice",
                "change-facet doc=maybe; a facet is true, false or none, not 'maybe': facet.doc",
                "set-mediator python; missing -V or -I",
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
}
