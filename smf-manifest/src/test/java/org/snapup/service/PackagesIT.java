package org.snapup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packages that were made. */
@Timeout(600)
final class PackagesIT {
    private static Path made(String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            Host.require(found.size() == 1, "needs one target/*" + ending + ": build without -DnoTarball");
            return found.get(0);
        }
    }

    @Test
    void shouldHoldUnderABootedSystemd() throws Exception {
        Host.require("root".equals(System.getProperty("user.name")), "needs root: run as root");
        for (String part : List.of("systemd-nspawn:systemd-container", "nsenter:util-linux", "busctl:systemd")) {
            Host.program(part.substring(0, part.indexOf(':')), part.substring(part.indexOf(':') + 1));
        }
        Host.require(Files.exists(Path.of("/lib/systemd/systemd")), "needs systemd: install the package systemd");
        Host.require(Files.exists(Path.of("/usr/bin/dbus-daemon")), "needs a bus: install the package dbus");

        Host.Result result = Host.run("src/test/systemd/booted", made(".deb").toString());

        assertThat(result.status()).as(result.text()).isZero();
        assertThat(result.text()).contains("all of it holds");
    }

    @Test
    void shouldSatisfyLintian() throws Exception {
        Host.Result result = Host.run(
                Host.program("lintian", "lintian"),
                "--allow-root",
                "--fail-on",
                "error,warning",
                made(".deb").toString());

        assertThat(result.status()).as(result.text()).isZero();
    }

    @Test
    void shouldDeliverTheServiceInTheIpsPackage() throws Exception {
        String repo = Host.CHECKOUT.resolve("daemon/bin/snapup-repo").toString();
        String archive = made(".p5p").toAbsolutePath().toString();

        assertThat(Host.run(repo, "list", "-s", archive).text()).contains("system/management/snapup");
        String contents = Host.run(repo, "contents", "-m", "-s", archive).text();
        assertThat(contents.lines())
                .anyMatch(line -> line.contains("path=lib/svc/manifest/system/snapup.xml")
                        && line.contains("restart_fmri=svc:/system/manifest-import:default"))
                .anyMatch(line -> line.contains("path=lib/svc/method/snapup") && line.contains("mode=0555"))
                .anyMatch(line -> line.contains("path=etc/security/auth_attr.d/snapup"))
                .anyMatch(line -> line.contains("path=etc/snapup/snapupd.toml") && line.contains("preserve=renamenew"))
                .anyMatch(line -> line.contains("path=usr/share/man/man8/snapupd.8"))
                .anyMatch(line -> line.contains("path=usr/share/snapup/lib/daemon/snapup-daemon.jar"))
                .noneMatch(line -> line.startsWith("dir ") && line.contains("path=usr/share "));
    }
}
