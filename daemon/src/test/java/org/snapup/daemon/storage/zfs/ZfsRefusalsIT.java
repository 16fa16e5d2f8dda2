package org.snapup.daemon.storage.zfs;

import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;
import org.snapup.protocol.ErrorCode;

/** BEs that no job may work on, found out before it changes anything. */
class ZfsRefusalsIT {
    @TempDir
    Path temporary;

    private ZfsWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new ZfsWorld(temporary, 128);
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private void assertUnusable(Storage storage, String reason) {
        Be live = storage.list().stream()
                .filter(be -> be.name().equals(LIVE))
                .findFirst()
                .orElseThrow();
        assertRefused(ErrorCode.BE_UNSUPPORTED, () -> storage.requireUsable(live), reason);
    }

    @Test
    void shouldWorkOnWhatHasNothingOfTheSort() {
        Storage storage = world.open();
        storage.requireUsable(storage.list().get(0));
    }

    @Test
    void shouldRefuseARootThatIsReadOnly() {
        world.fuse().zfs("set", "readonly=on", ROOT + "/" + LIVE);

        assertUnusable(world.open(), ROOT + "/" + LIVE + " is read-only");
    }

    @Test
    void shouldRefuseADatasetOfAZone() {
        world.fuse().zfs("set", "zoned=on", ROOT + "/" + LIVE + "/var/log");

        assertUnusable(world.open(), ROOT + "/" + LIVE + "/var/log belongs to a zone");
    }

    @Test
    void shouldRefuseASystemThatLiesPartlyOnAnotherPool() throws IOException {
        world.fuse().createPool("bootpool", 64, world.liveTree());
        world.fuse().zfs("create", "-o", "mountpoint=/boot", "bootpool/boot");

        assertUnusable(world.open(), "bootpool/boot");
    }

    /** zfs-fuse knows no encryption: what a newer zfs would say is put into its answer. */
    @Test
    void shouldRefuseAnEncryptedDatasetWhoseKeyIsNotLoaded() {
        CommandRunner real = ProcessRunner.create();

        Storage storage = world.open(command -> {
            CommandResult result = real.run(command);
            return command.argv().contains("all")
                    ? new CommandResult(
                            result.exitStatus(),
                            result.out() + "\n" + ROOT + "/" + LIVE + "/data\tkeystatus\tunavailable\t-\n",
                            result.err())
                    : result;
        });

        assertUnusable(storage, "zfs load-key " + ROOT + "/" + LIVE + "/data");
    }
}
