package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
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

    @Test
    void shouldRefuseTwoDriversForOneDeviceBeforeAnythingChanges() throws IOException {
        world.publish("b@1", "driver name=other alias=pci3,4");
        world.install("a@1");
        String before = Files.readString(world.root.resolve("etc/driver_aliases"));

        assertThatThrownBy(() -> world.plan(PlanRequest.install("b")))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(
                        "the alias pci3,4 is given to the driver other by pkg://test/b@1 and the driver fake by pkg://test/a@1")
                .hasMessageContaining("leave out one of the packages");
        assertFile("etc/driver_aliases", before);
    }

    @Test
    void shouldLetADeviceGoFromOneDriverToAnother() throws IOException {
        world.publish("b@1", "driver name=other alias=pci1,2");
        world.install("a@1");
        assertThatThrownBy(() -> world.plan(PlanRequest.install("b"))).isInstanceOf(IpsException.class);

        world.install("a@2", "b");

        assertFile("etc/driver_aliases", "root \"x\"\nfake \"pci3,4\"\nother \"pci1,2\"\nfake \"pci5,6\"\n");
    }

    @Test
    void shouldCommentOutTheAliasOfADriverThatNoPackageDelivers() throws IOException {
        world.publish("b@1", "driver name=other alias=pci7,8");
        world.install("b");
        write("etc/driver_aliases", "root \"x\"\nold \"pci1,2\"\nother \"pci3,4\"\nother \"pci7,8\"\n");
        List<String> notes = new ArrayList<>();
        IpsListener listener = new IpsListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };

        Ips.execute(world.root, world.plan(PlanRequest.install("a@1")), world.cache, listener);

        assertFile("etc/driver_aliases", """
                root "x"
                # snapup: old "pci1,2"
                other "pci3,4"
                other "pci7,8"
                fake "pci1,2"
                fake "pci3,4"
                """);
        assertThat(notes)
                .containsExactly(
                        "The driver old, which no package delivers, had the alias pci1,2 that the driver fake of"
                                + " pkg://test/a@1 has now: line 2 of etc/driver_aliases was commented out. If old isn't needed any more,"
                                + " remove it with rem_drv(8).");
    }

    @Test
    void shouldSayWhatADriverHasBeyondItsPackage() throws IOException {
        world.install("a@1");
        assertThat(findings()).isEmpty();
        append("etc/name_to_major", "fake 99\n");
        append("etc/driver_aliases", "fake \"pci9,9\"\n");
        append("etc/driver_classes", "fake\tdisplay\n");
        append("etc/minor_perm", "fake:ctl 0600 root sys\n");
        append("etc/security/device_policy", "fake:ctl read_priv_set=none\n");
        append("etc/security/extra_privs", "fake:more\n");

        assertThat(findings())
                .containsExactly(
                        "driver: fake etc/name_to_major: more than one entry for 'fake' is present",
                        "driver: fake extra alias 'pci9,9' found in etc/driver_aliases",
                        "driver: fake extra class 'display' found in etc/driver_classes",
                        "driver: fake extra minor node permission 'ctl 0600 root sys' found in etc/minor_perm",
                        "driver: fake extra device policy 'ctl read_priv_set=none' found in etc/security/device_policy",
                        "driver: fake extra device privilege 'more' found in etc/security/extra_privs");
    }

    private void append(String path, String text) throws IOException {
        write(path, Files.readString(world.root.resolve(path)) + text);
    }
}
