package org.snapup.daemon.storage.libbe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;
import static org.snapup.daemon.storage.zfs.ZfsWorld.POOL;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.contract.Sequences;
import org.snapup.daemon.storage.zfs.ZfsConfig;
import org.snapup.exec.ProcessRunner;
import org.snapup.ffi.libbe.BeError;
import org.snapup.ffi.libbe.Libbe;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.libbe.RealNvpair;

/** What is libbe's own: boot loader, boot menu, activation for one boot, zones, and libraries that differ. */
class LibbeOnlyIT {
    @TempDir
    Path folder;

    private LibbeWorld world;
    private LibbeStorage storage;
    private Sequences sequences;

    @BeforeEach
    void begin() throws IOException {
        world = new LibbeWorld(folder.resolve("w"), 128);
        storage = (LibbeStorage) world.open();
        sequences = new Sequences(world);
    }

    /** With another library. */
    private void startOver(String... variants) throws IOException {
        world.close();
        world = new LibbeWorld(folder.resolve("again"), 128, variants);
        storage = (LibbeStorage) world.open();
        sequences = new Sequences(world);
    }

    @AfterEach
    void end() {
        if (world != null) {
            world.close();
        }
    }

    private Be be(String name) {
        return storage.list().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void make(String name) {
        sequences.makeBe(storage, storage.capture(be(LIVE)), name, "uuid-of-" + name, new Tag("libbe", 7, "snapshot"));
    }

    @Test
    void shouldWriteBootLoaderBeforeItActivatesAndPromoteNothing() {
        make("be1");
        String guid = world.foreignSnapshot(LIVE, "theirs").orElseThrow();
        List<String> objects = world.objects();
        Map<String, String> settings = world.settings("be1");

        world.libbe().fail("be_installboot", BeError.BOOTFILE_INST.number());
        assertRefused(ErrorCode.NO_BOOT_LOADER, () -> storage.activate("be1"), "install-bootloader");
        assertThat(be(LIVE).next()).isTrue();
        world.libbe().fail("", 0);
        storage.activate("be1");
        storage.activate("be1");

        assertThat(world.libbe().bootLoaders()).isEqualTo(1);
        assertThat(be("be1").next()).isTrue();
        assertThat(be(LIVE).next()).isFalse();
        assertThat(world.objects()).isEqualTo(objects);
        assertThat(world.settings("be1")).isEqualTo(settings);
        assertThat(world.exists(guid)).isTrue();
    }

    @Test
    @Timeout(60)
    void shouldListWhileLibbeIsBusy() throws Exception {
        make("be1");
        world.libbe().keepWriting(true);
        CompletableFuture<Void> activation = CompletableFuture.runAsync(() -> storage.activate("be1"));
        try {
            while (world.libbe().bootLoaders() == 0) {
                LockSupport.parkNanos(1_000_000);
            }

            assertThat(storage.list()).extracting(Be::name).containsExactly(LIVE, "be1");
            assertThat(activation).isNotDone();
        } finally {
            world.libbe().keepWriting(false);
        }
        activation.get();
        assertThat(be("be1").next()).isTrue();
    }

    @Test
    void shouldOfferInTheBootMenuWhatThereIs() {
        make("be1");
        assertThat(world.menu()).endsWith("title be1", "bootfs " + ROOT + "/be1");

        storage.rename(be("be1").guid(), "be2");
        storage.rename(be("be2").guid(), "be2");
        assertThat(world.menu())
                .endsWith("title be2", "bootfs " + ROOT + "/be2")
                .hasSize(4);

        world.libbe().fail("be_rename", BeError.NO_MENU.number());
        assertRefused(ErrorCode.NO_BOOT_LOADER, () -> storage.rename(be("be2").guid(), "be3"), "menu.lst");
        world.libbe().fail("", 0);
        storage.destroy(storage.planDestroy(be("be2"), null, false));
        Tag tag = new Tag("libbe", 9, "snapshot");
        sequences.makeUnfinished(storage, storage.capture(be(LIVE)), "gone", tag);
        storage.discard("gone", tag);

        assertThat(world.menu()).containsExactly("title " + LIVE, "bootfs " + ROOT + "/" + LIVE);
    }

    @Test
    void shouldActivateOnceAndRefuseOthersMeanwhile() {
        make("be1");
        assertThat(storage.onceObstacle()).isEmpty();
        assertThat(storage.activationObstacle()).isEmpty();

        storage.activateOnce("be1");

        assertThat(be(LIVE).next()).isTrue();
        assertThat(storage.activationObstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("be1"));
        assertThat(storage.list()).filteredOn(Be::once).extracting(Be::name).containsExactly("be1");
        assertRefused(ErrorCode.BE_ACTIVE, () -> storage.planDestroy(be("be1"), null, false), "be1");
        storage.deactivateOnce();
        storage.deactivateOnce();
        assertThat(storage.list()).noneMatch(Be::once);
        assertThat(storage.activationObstacle()).isEmpty();
        assertThat(be(LIVE).next()).isTrue();
    }

    @Test
    void shouldRefuseOnceWithLibraryThatWouldActivateForGood() throws IOException {
        startOver("-DFOUR_BOOLEANS");
        make("be1");

        assertRefused(ErrorCode.NOT_SUPPORTED, () -> storage.activateOnce("be1"), "one boot");

        assertThat(be(LIVE).next()).isTrue();
        storage.activate("be1");
        assertThat(be("be1").next()).isTrue();
    }

    @Test
    void shouldTakeBackWhatLibraryActivatedForGood() throws IOException {
        startOver("-DOTHER_ATTRIBUTE");
        make("be1");

        assertRefused(ErrorCode.STORAGE_FAILED, () -> storage.activateOnce("be1"), "as before");

        assertThat(be(LIVE).next()).isTrue();
        assertThat(be("be1").next()).isFalse();
    }

    @Test
    void shouldRefuseToActivateWithoutBootLoader() throws IOException {
        startOver("-DWITHOUT_LOADER");

        assertThat(storage.activationObstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("be_installboot"));
        assertThat(storage.onceObstacle()).isPresent();
    }

    @Test
    void shouldRefuseBesWithZones() {
        make("be1");
        world.zfs().fuse().zfs("create", "-o", "mountpoint=none", POOL + "/zone");
        storage.requireUsable(be("be1"));
        world.zfs().fuse().zfs("set", "org.opensolaris.libbe:parentbe=uuid-of-be1", POOL + "/zone");

        assertRefused(ErrorCode.BE_UNSUPPORTED, () -> storage.requireUsable(be("be1")), POOL + "/zone");
        assertRefused(ErrorCode.BE_UNSUPPORTED, () -> storage.planDestroy(be("be1"), null, false), "beadm destroy be1");
        storage.requireUsable(be(LIVE));
    }

    @Test
    void shouldHealWhatLibbeLeftMountedForAMoment() throws IOException {
        make("be1");
        Path left = Files.createTempDirectory(Path.of("/tmp"), ".be.");
        try {
            Libbe.load(world.libbe().file(), RealNvpair.load()).mount("be1", left.toString());
            storage.close();

            storage = (LibbeStorage) world.open();

            assertThat(be("be1").mountpoint()).isNull();
            assertThat(world.settings("be1"))
                    .containsEntry(":mountpoint", "mountpoint\t" + world.liveTree() + "\tlocal");
        } finally {
            Files.deleteIfExists(left);
        }
    }

    @Test
    void shouldRefuseOtherRootsAndLibraries() {
        LibbeConfig config = world.config(ProcessRunner.create());
        world.zfs().fuse().zfs("create", "-o", "mountpoint=none", "-o", "canmount=off", POOL + "/BES");
        world.zfs().fuse().zfs("create", "-o", "canmount=noauto", POOL + "/BES/elsewhere");
        ZfsConfig elsewhere = new ZfsConfig(POOL + "/BES", LIVE, folder.resolve("run"), 0, ProcessRunner::create);

        assertRefused(
                ErrorCode.BAD_CONFIGURATION,
                () -> LibbeStorage.open(new LibbeConfig(elsewhere, config.libbe(), config.libnvpair())),
                POOL + "/BES/elsewhere");
        assertRefused(
                ErrorCode.BAD_CONFIGURATION,
                () -> LibbeStorage.open(new LibbeConfig(config.zfs(), config.libnvpair(), config.libnvpair())),
                "be_list");
        assertRefused(ErrorCode.BAD_CONFIGURATION, () -> LibbeConfig.ofSystem(config.zfs()), "illumos");
        world.libbe().fail("be_list", BeError.INIT.number());
        assertRefused(ErrorCode.STORAGE_FAILED, () -> LibbeStorage.open(config), "BE_ERR_INIT");
        assertThatThrownBy(() -> storage.list()).isInstanceOf(SnapupException.class);
        world.libbe().fail("", 0);
    }

    @Test
    void shouldRefuseTheLibraryOfOracleSolaris() throws IOException {
        world.close();
        world = new LibbeWorld(folder.resolve("again"), 128, "-DUNBOOTABLE");

        assertRefused(ErrorCode.BAD_CONFIGURATION, world::open, "laid out");
    }
}
