package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;

/** Against a genuine repository, with the results that the real pkg(1) had. */
class SharedRepositoryTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path cache;

    @BeforeEach
    void createImage() {
        String repository = Requires.shared("ips/repo").toUri().toString();
        root = temporary.resolve("image");
        cache = temporary.resolve("cache");
        ImageSpec spec = new ImageSpec(
                Map.of("example.org", List.of(repository)),
                Map.of("variant.arch", "i386"),
                Map.of("facet.locale.*", false, "facet.locale.fr", true));
        Ips.create(root, spec, List.of("test"));
    }

    @Test
    void shouldInstallWhatTheRealToolInstalls() throws IOException {
        install("entire@1.0", "app/hello@1.0", "service/webd", "app/conf", "app/oldname");

        assertThat(Ips.installed(root).keySet())
                .containsExactly(
                        "app/conf", "app/hello", "app/newname", "entire", "lib/libfoo", "service/webd", "system/base");
        assertThat(root.resolve("usr/bin/hello")).isRegularFile();
        assertThat(permissions("usr/bin/hello")).isEqualTo("r-xr-xr-x");
        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/hi"))).hasToString("hello");
        assertThat(Files.isSameFile(root.resolve("usr/bin/hello"), root.resolve("usr/bin/hello-hard")))
                .isTrue();
        assertThat(root.resolve("usr/share/locale/fr/LC_MESSAGES/hello.mo")).exists();
        assertThat(root.resolve("usr/share/locale/de")).doesNotExist();
        assertThat(root.resolve("etc/conf/legacy.conf")).doesNotExist();
        assertThat(root.resolve("etc/conf/abandon.conf")).doesNotExist();
        assertThat(root.resolve("etc/passwd"))
                .content()
                .endsWith("webservd:x:80:80:WebServer Reserved UID:/:/bin/sh\nwebadm:x:100:80:& User:/:\n");
        assertThat(root.resolve("etc/group"))
                .content()
                .contains("sys::3:root,bin,webservd\n", "staff::10:webservd\n", "webservd::80:\n");
        assertThat(root.resolve("etc/ftpd/ftpusers")).content().endsWith("webservd\nwebadm\n");
        assertThat(root.resolve("var/pkg/license/app%2Fhello/license.Example%20License%2C%20v1"))
                .isRegularFile();
        assertThat(root.resolve("var/sadm/pkg/SUNWhello/pkginfo")).content().contains("NAME=hello - legacy package");
    }

    @Test
    void shouldUpdateEditedFilesAsTheRealToolDoes() throws IOException {
        install("entire@2.0", "app/hello", "service/webd", "app/conf", "app/oldname@1.0", "app/overlay");
        for (String name : List.of("true", "renameold", "renamenew", "install-only")) {
            Path file = root.resolve("etc/conf/" + name + ".conf");
            Files.writeString(file, Files.readString(file) + "edited by the administrator\n");
        }
        Files.writeString(root.resolve("etc/conf/legacy.conf"), "edited by the administrator\n");
        Files.writeString(root.resolve("etc/conf/abandon.conf"), "edited by the administrator\n");
        Files.writeString(root.resolve("etc/hello.conf"), "edited\n");

        ImagePlan plan = Ips.plan(root, PlanRequest.update(), cache, IpsListener.NONE);
        assertThat(plan.packages().stream().map(SharedRepositoryTest::text))
                .containsExactly(
                        "app/conf 1.0-2026.0 2.0-2026.0",
                        "app/hello 1.1-2026.0 2.0-2026.0",
                        "app/newname - 2.0-2026.0",
                        "app/oldname 1.0-2026.0 -",
                        "entire 2.0-2026.0 3.0-2026.0",
                        "lib/libfoo 1.1-2026.0 2.0-2026.0");
        Ips.execute(root, plan, cache, IpsListener.NONE);

        assertConf("true.conf", "true content of release 1\nedited by the administrator\n");
        assertConf("renameold.conf", "renameold content of release 2\n");
        assertConf("renameold.conf.old", "renameold content of release 1\nedited by the administrator\n");
        assertConf("renamenew.conf", "renamenew content of release 1\nedited by the administrator\n");
        assertConf("renamenew.conf.new", "renamenew content of release 2\n");
        assertConf("legacy.conf", "legacy content of release 2\n");
        assertConf("abandon.conf", "edited by the administrator\n");
        assertConf("install-only.conf", "install-only content of release 1\nedited by the administrator\n");
        assertConf("plain.conf", "plain content of release 2\n");
        assertConf("overlaid.conf", "true content of release 2\n");
        assertThat(root.resolve("etc/hello.conf")).hasContent("edited\n");
        assertThat(root.resolve("etc/hello.conf.new")).exists();
        assertThat(root.resolve("etc/conf")).isDirectoryNotContaining("glob:**/.*");
        assertThat(Files.isSameFile(root.resolve("usr/bin/hello"), root.resolve("usr/bin/hello-hard")))
                .isTrue();
        assertThat(Ips.plan(root, PlanRequest.update(), cache, IpsListener.NONE).isEmpty())
                .isTrue();
    }

    @Test
    void shouldRemoveEverythingThatAPackageBrought() throws IOException {
        install("service/webd", "data/big", "app/hello");
        Path passwd = root.resolve("etc/passwd");
        assertThat(passwd).content().contains("webservd");

        uninstall("app/hello", "service/webd", "data/big");

        assertThat(Ips.installed(root).keySet()).containsExactly("lib/libfoo", "system/base");
        assertThat(passwd).content().doesNotContain("web");
        assertThat(root.resolve("etc/group")).content().doesNotContain("web");
        assertThat(root.resolve("etc/ftpd/ftpusers")).content().doesNotContain("web");
        assertThat(root.resolve("lib")).doesNotExist();
        assertThat(root.resolve("var/webd")).doesNotExist();
        assertThat(root.resolve("var/sadm/pkg")).doesNotExist();
        assertThat(root.resolve("usr/share/man")).doesNotExist();
        assertThat(root.resolve("var/pkg/license/app%2Fhello")).doesNotExist();
        assertThat(root.resolve("var/pkg/publisher/example.org/pkg/app%2Fhello"))
                .doesNotExist();
        assertThat(root.resolve("usr/lib/libfoo.so.2.0")).exists();
    }

    @Test
    void shouldInstallTheMediatedLinksThatThePackagesPrefer() throws IOException {
        install("runtime/python-311", "runtime/python-312", "archiver/gnu-tar", "archiver/bsd-tar");

        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/python"))).hasToString("python3.12");
        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/tar"))).hasToString("../gnu/bin/tar");

        uninstall("runtime/python-312");
        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/python"))).hasToString("python3.11");
    }

    @Test
    void shouldRestoreAnOverlaidFile() throws IOException {
        install("app/conf", "app/overlay");
        assertConf("overlaid.conf", "true content of release 2\n");

        uninstall("app/overlay");
        assertThat(root.resolve("etc/conf/overlaid.conf")).exists();
    }

    @Test
    void shouldInstallOddNamesAndVariants() throws IOException {
        install("data/unicode", "data/big", "app/multi");

        assertThat(root.resolve("usr/share/caf\u00e9-\u65e5.txt")).exists();
        assertThat(root.resolve("usr/share/a name with spaces")).exists();
        assertThat(permissions("usr/share/empty")).isEqualTo("rwx------");
        assertThat(root.resolve("usr/bin/native")).content().contains("i386");
    }

    @Test
    void shouldRefuseBeforeAnythingChanges() {
        install("app/hello");

        assertFailure(IpsException.Kind.CONFLICT, "usr/bin/hello is delivered by", "app/conflict");
        assertFailure(IpsException.Kind.NO_SOLUTION, "no/such/lib@3.0, which no publisher has", "app/unsatisfiable");
        assertFailure(IpsException.Kind.NOT_FOUND, "no known package matches 'nosuch'", "nosuch");
        assertFailure(IpsException.Kind.NOT_FOUND, "no known package matches 'sparconly'", "sparconly");
        assertThat(Ips.plan(root, PlanRequest.install("app/hello"), cache, IpsListener.NONE)
                        .isEmpty())
                .isTrue();
        assertThatThrownBy(() -> uninstall("system/base"))
                .hasMessageContaining("system/base is needed by app/hello, lib/libfoo");
    }

    @Test
    void shouldReportWhatIsNotCarriedOut() {
        List<String> notes = new ArrayList<>();
        IpsListener listener = new IpsListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        ImagePlan plan = Ips.plan(root, PlanRequest.install("driver/fake"), cache, listener);
        Ips.execute(root, plan, cache, listener);

        assertThat(plan.actuators().rebootNeeded()).isTrue();
        assertThat(notes).anyMatch(note -> note.contains("driver") && note.contains("name=fake"));
    }

    @Test
    void shouldHoldSignaturesAgainstTheTrustedCertificates() throws IOException {
        assertFailure(
                IpsException.Kind.CORRUPT,
                "CN=Example Test CA,O=Example isn't in the image's trust-anchor",
                "crypto/signed");
        Files.createDirectories(root.resolve("etc/ta"));
        Files.copy(Requires.shared("ips/src/keys/ca.pem"), root.resolve("etc/ta/ca.pem"));
        Path config = root.resolve("var/pkg/pkg5.image");
        String before = Files.readString(config);
        String trusting = before.replace("[property]\n", "[property]\ntrust-anchor-directory = etc/ta\n");
        Files.writeString(
                config, trusting.replace("[property]\n", "[property]\nsignature-policy = require-signatures\n"));
        assertFailure(IpsException.Kind.CORRUPT, "requires signatures", "app/newname");
        // of the two packages that come, this one isn't signed
        assertFailure(IpsException.Kind.CORRUPT, "system/base", "crypto/signed");
        Files.writeString(config, trusting);

        install("crypto/signed");

        assertThat(Ips.installed(root)).containsKey("crypto/signed");
    }

    private void assertFailure(IpsException.Kind kind, String text, String... patterns) {
        assertThatThrownBy(() -> Ips.plan(root, PlanRequest.install(patterns), cache, IpsListener.NONE))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(text);
    }

    private void install(String... patterns) {
        Ips.execute(
                root, Ips.plan(root, PlanRequest.install(patterns), cache, IpsListener.NONE), cache, IpsListener.NONE);
    }

    private void uninstall(String... patterns) {
        Ips.execute(
                root,
                Ips.plan(root, PlanRequest.uninstall(patterns), cache, IpsListener.NONE),
                cache,
                IpsListener.NONE);
    }

    private void assertConf(String name, String content) {
        assertThat(root.resolve("etc/conf/" + name)).hasContent(content);
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve(path), LinkOption.NOFOLLOW_LINKS));
    }

    private static String text(PackageChange change) {
        String from =
                change.from() == null ? "-" : change.from().requireVersion().shortText();
        String to = change.to() == null ? "-" : change.to().requireVersion().shortText();
        return change.stem() + " " + from + " " + to;
    }
}
