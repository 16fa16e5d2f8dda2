package org.snapup.daemon.storage.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountTableTest {
    private final MountTable table = MountTable.ofMountinfo("""
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            67 43 0:40 / /mnt/a\\040b rw,relatime - fuse.zfs p/ROOT/be0 rw,user_id=0
            68 67 0:41 / /mnt/a\\040b/var rw shared:5 master:2 - zfs p/ROOT/be0/var rw
            69 67 0:40 /etc /srv/etc rw - fuse.zfs p/ROOT/be0 rw
            70 67 0:50 / /mnt/a\\040b/var rw - tmpfs tmpfs rw
            """);

    @Test
    void shouldReadNamesAndOptionalFields() {
        assertThat(table.mounts()).hasSize(5);
        assertThat(table.pathOf("p/ROOT/be0")).contains("/mnt/a b");
        assertThat(table.pathOf("p/ROOT/be0/var")).contains("/mnt/a b/var");
    }

    @Test
    void shouldLeaveBindMountsOutOfTheTree() {
        assertThat(table.ofTree("p/ROOT/be0")).extracting(Mount::path).containsExactly("/mnt/a b", "/mnt/a b/var");
        assertThat(table.ofTree("p/ROOT/be")).isEmpty();
    }

    @Test
    void shouldSeeWhatWasMountedLast() {
        assertThat(table.at("/mnt/a b/var"))
                .hasValueSatisfying(mount -> assertThat(mount.type()).isEqualTo("tmpfs"));
        assertThat(table.holding("/mnt/a b/etc/file"))
                .hasValueSatisfying(mount -> assertThat(mount.source()).isEqualTo("p/ROOT/be0"));
        assertThat(table.holding("/mnt/a bc"))
                .hasValueSatisfying(mount -> assertThat(mount.path()).isEqualTo("/"));
    }
}
