package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.plan.PlanRequest;

class DriversTest {
    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void makeFiles() throws IOException {
        world = new TestWorld(temporary);
        write("etc/name_to_major", "# majors\nroot 1\nclone 11\n");
        write("etc/driver_aliases", "root \"x\"\n");
        write("etc/driver_classes", "");
        write("etc/minor_perm", "root:* 0600 root sys\n");
        write("etc/security/device_policy", "*\t\tread_priv_set=none\n");
        write("etc/security/extra_privs", "");
        world.publish(
                "a@1",
                "driver name=fake alias=pci1,2 alias=pci3,4 class=network perms=\"* 0666 root sys\""
                        + " clone_perms=\"0600 root sys\" privs=drv_priv"
                        + " policy=\"read_priv_set=net_rawaccess write_priv_set=net_rawaccess\"");
        world.publish("a@2", "driver name=fake alias=pci3,4 alias=pci5,6 perms=\"* 0640 root sys\"");
    }

    private void write(String path, String text) throws IOException {
        Path file = world.root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private void assertFile(String path, String text) {
        assertThat(world.root.resolve(path)).content().isEqualTo(text);
    }

    private List<String> findings() {
        return Ips.verify(world.root, List.of(), List.of(), world.cache, IpsListener.NONE).packages().stream()
                .flatMap(verified -> verified.findings().stream())
                .map(finding -> finding.subject() + " " + finding.text())
                .toList();
    }

    @Test
    void shouldKeepDriversInTheImagesFiles() throws IOException {
        world.install("a@1");
        assertFile("etc/name_to_major", "# majors\nroot 1\nclone 11\nfake 12\n");
        assertFile("etc/driver_aliases", "root \"x\"\nfake \"pci1,2\"\nfake \"pci3,4\"\n");
        assertFile("etc/driver_classes", "fake\tnetwork\n");
        assertFile("etc/minor_perm", "root:* 0600 root sys\nfake:* 0666 root sys\nclone:fake 0600 root sys\n");
        assertFile(
                "etc/security/device_policy",
                "*\t\tread_priv_set=none\nfake\tread_priv_set=net_rawaccess\twrite_priv_set=net_rawaccess\n");
        assertFile("etc/security/extra_privs", "fake:drv_priv\n");

        assertThat(findings()).isEmpty();
        Files.writeString(world.root.resolve("etc/driver_aliases"), "root \"x\"\n");
        assertThat(findings())
                .containsExactly(
                        "driver: fake alias 'pci1,2' missing from etc/driver_aliases",
                        "driver: fake alias 'pci3,4' missing from etc/driver_aliases");
        world.run(new PlanRequest.Fix(List.of()));
        assertThat(findings()).isEmpty();

        world.run(PlanRequest.update("a"));
        assertFile("etc/name_to_major", "# majors\nroot 1\nclone 11\nfake 12\n");
        assertFile("etc/driver_aliases", "root \"x\"\nfake \"pci3,4\"\nfake \"pci5,6\"\n");
        assertFile("etc/driver_classes", "");
        assertFile("etc/minor_perm", "root:* 0600 root sys\nfake:* 0640 root sys\n");
        assertFile("etc/security/device_policy", "*\t\tread_priv_set=none\n");

        world.uninstall("a");
        assertFile("etc/name_to_major", "# majors\nroot 1\nclone 11\n");
        assertFile("etc/driver_aliases", "root \"x\"\n");
        assertFile("etc/minor_perm", "root:* 0600 root sys\n");
    }
}
