package org.snapup.daemon.storage.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;
import static org.snapup.daemon.storage.zfs.ZfsWorld.POOL;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Storage;

/** What is left of mounts and unfinished BEs after the power was lost. */
class ZfsPowerLossIT extends ZfsCase {
    @Test
    void shouldHealUserMountAfterReboot() throws IOException {
        madeBe("be1");
        var settings = world().settings("be1");
        mounted("be1");
        world().fuse().crash();
        world().fuse().restart(POOL, world().altroot());

        Storage started = world().open();

        assertThat(world().settings("be1")).isEqualTo(settings);
        assertThat(started.list()).allMatch(be -> !be.name().equals("be1") || be.mountpoint() == null);
    }

    @Test
    void shouldUndoNewBeAfterPowerLoss() throws IOException {
        Captured live = storage().capture(be(LIVE));
        sequences().makeUnfinished(storage(), live, "be1", JOB);
        world().fuse().crash();
        world().fuse().restart(POOL, world().altroot());
        Storage started = world().open();

        started.discard("be1", JOB);
        started.releaseSnapshot(LIVE, SNAPSHOT, JOB);

        assertThat(world().objects()).noneMatch(name -> name.contains("be1") || name.contains("@"));
        assertThat(be(LIVE).next()).isTrue();
    }
}
