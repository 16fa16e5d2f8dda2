package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.CommandResult;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.repo.publish.ArchiveWriter;
import org.snapup.testing.Requires;

/**
 * The same commands on two images of the genuine repository, one changed by us and one by the real pkg(1), where that is
 * present: after each, both hold the same files, and each tool reads what the other wrote.
 */
final class InteroperabilityIT {
    @TempDir
    Path temporary;

    static Stream<List<String>> histories() {
        return Stream.of(
                List.of(
                        "install entire@1.0 app/hello@1.0 service/webd@1.0 app/conf@1.0 app/oldname@1.0",
                        "! edit etc/conf/true.conf etc/conf/renameold.conf etc/conf/renamenew.conf etc/conf/plain.conf",
                        "freeze app/conf",
                        "update",
                        "unfreeze app/conf",
                        "update",
                        "! edit etc/hello.conf etc/passwd",
                        "! delete usr/lib/webd etc/conf/install-only.conf var/webd/README",
                        "! mode usr/bin/hello var/webd",
                        "fix",
                        "revert etc/hello.conf",
                        "uninstall app/conf",
                        "install app/conf@1.0",
                        "uninstall service/webd app/hello app/newname"),
                List.of(
                        "install runtime/python-311 runtime/python-312 archiver/gnu-tar",
                        "set-mediator -V 3.11 python",
                        "install archiver/bsd-tar",
                        "set-mediator -I bsdtar tar",
                        "unset-mediator python",
                        "uninstall runtime/python-312",
                        "install app/conf@1.0 app/overlay",
                        "! edit etc/conf/overlaid.conf",
                        "update app/conf",
                        "uninstall app/overlay",
                        "change-facet locale.de=true doc.*=false",
                        "install app/hello",
                        "change-facet locale.de=None doc.*=None",
                        "change-variant arch=sparc",
                        "change-variant arch=i386"),
                List.of(
                        "avoid archiver/gnu-tar",
                        "install app/editor app/hello runtime/python-311",
                        "unavoid archiver/gnu-tar",
                        "install --reject doc/editor-doc app/hello",
                        "exact-install app/editor service/webd runtime/python-311",
                        "! edit etc/passwd",
                        "install app/hello@1.0 app/conf@1.0",
                        "update app/hello@1.1",
                        "exact-install app/conf",
                        "uninstall app/conf system/base"),
                List.of(
                        "install app/hello@1.0 service/webd@1.0 app/editor runtime/python-311",
                        "autoremove",
                        "flag -M service/webd app/editor runtime/python-311",
                        "autoremove",
                        "autoremove",
                        "flag -m system/base",
                        "flag -M app/hello",
                        "uninstall --ignore-missing app/gone runtime/python-311",
                        "autoremove",
                        "update --ignore-missing app/gone system/base"),
                List.of(
                        "install app/hello@1.0 app/conf@1.0 service/webd@1.0 app/overlay runtime/python-311",
                        "! edit etc/conf/true.conf",
                        "dehydrate",
                        "dehydrate -p example.org",
                        "verify",
                        "fix",
                        "revert usr/bin/hello",
                        "install app/hello@1.1 runtime/python-312",
                        "update",
                        "rehydrate",
                        "rehydrate",
                        "dehydrate -p nobody",
                        "dehydrate",
                        "uninstall app/hello",
                        "change-facet locale.de=true",
                        "rehydrate -p example.org"),
                List.of(
                        "install service/webd@1.0",
                        "apply-hot-fix FIX",
                        "apply-hot-fix FIX app/nowhere",
                        "install app/hello@1.0",
                        "apply-hot-fix FIX",
                        "update app/hello"),
                List.of(
                        "install app/conf@2.0 app/hello@1.1",
                        "! edit etc/conf/true.conf etc/conf/renameold.conf etc/conf/renamenew.conf etc/hello.conf",
                        "update app/conf@1.0 app/hello@1.0",
                        "! delete etc/conf/true.conf etc/conf/legacy.conf",
                        "update app/conf app/hello"));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldChangeAnImageAsTheRealToolDoes(List<String> commands) throws IOException {
        SideBySide images = new SideBySide(
                temporary, "example.org", Requires.shared("ips/repo").toUri().toString());
        hotFix();
        for (String command : commands) {
            images.run(command.replace("FIX", fix().toString()));
        }
        images.assertSame();
    }

    private Path fix() {
        return temporary.resolve("fix.p5p");
    }

    /** An archive with packages of which the repository has other versions, or none. */
    private void hotFix() {
        TestWorld maker = new TestWorld(temporary.resolve("maker"), "example.org");
        maker.publish(
                "app/hello@1.5",
                "file path=usr/bin/hello mode=0555 owner=root group=bin",
                "dir path=opt/fix mode=0755" + " owner=root group=sys");
        maker.publish("app/nowhere@1", "dir path=opt/nowhere mode=0755 owner=root group=sys");
        ArchiveWriter.write(maker.repository, fix());
    }

    @Test
    void shouldLeaveAnImageOfFormatFourThatTheRealToolTakesOver() throws IOException {
        String repository = Requires.shared("ips/repo").toUri().toString();
        PkgEngines.program();
        Path root = temporary.resolve("image");
        Ips.create(
                root,
                new ImageSpec(Map.of("example.org", List.of(repository)), Map.of("variant.arch", "i386"), Map.of()),
                List.of("test"));
        ImageCommands us = new ImageCommands(root, temporary.resolve("cache"));
        us.run(List.of("install", "app/hello@1.0", "app/conf@1.0", "service/webd@1.0"));

        CommandResult update = SideBySide.pkg(SideBySide.on(root, List.of("update")));

        assertThat(update.exitStatus()).as(update.err()).isZero();
        assertThat(SideBySide.installed(root)).contains("app/hello@2.0").isEqualTo(SideBySide.pkgList(root));
        assertThat(SideBySide.verified(root)).isEqualTo("0: ");
        assertThat(us.run(List.of("uninstall", "app/conf"))).isTrue();
        assertThat(SideBySide.pkgList(root)).doesNotContain("app/conf").isEqualTo(SideBySide.installed(root));
    }
}
