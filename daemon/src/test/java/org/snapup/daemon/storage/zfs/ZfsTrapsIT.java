package org.snapup.daemon.storage.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;
import static org.snapup.daemon.storage.zfs.ZfsWorld.POOL;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.contract.Sequences;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The traps of ZFS's commands, by their number in the list of what was seen by hand. */
class ZfsTrapsIT extends ZfsCase {
    /** What an heir takes over isn't freed, though the BE's {@code used} counts it. */
    @Test
    void shouldPromiseOnlyWhatIsFreed() throws IOException {
        madeBe("be1");
        write(mounted("be1").resolve("before"), 4);
        sequences()
                .makeBe(storage(), storage().capture(be("be1")), "be2", "uuid-of-be2", new Tag("zfs", 8, "snapshot"));
        write(folder().resolve("mounted-be1/after"), 2);
        storage().unmount(be("be1"), false);

        Destruction plan = storage().planDestroy(be("be1"), null, false);
        long before = usedBytes();
        storage().destroy(plan);

        assertThat(plan.promote()).isNotEmpty();
        assertThat(plan.freedBytes()).isBetween(2L << 20, 3L << 20).isCloseTo(before - usedBytes(), within(1L << 19));
    }

    /** 1: destroying what bootfs names succeeds and leaves nothing to boot. */
    @Test
    void shouldNeverDestroyWhatBootsNext() {
        madeBe("be1");
        Destruction plan = storage().planDestroy(be("be1"), null, false);
        storage().activate("be1");

        assertRefused(ErrorCode.BE_ACTIVE, () -> storage().destroy(plan), "be1");

        assertThat(world().fuse().zpool("list", "-H", "-o", "bootfs", POOL)).isEqualTo(ROOT + "/be1");
    }

    /** 2: a recursive destroy of a busy BE destroys a part of it. */
    @Test
    void shouldDestroyNothingOfBusyBe() throws IOException {
        madeBe("be1");
        Path folder = mounted("be1");
        Destruction plan = storage().planDestroy(be("be1"), null, false);
        Process holder = new ProcessBuilder("sleep", "600")
                .directory(folder.resolve("etc").toFile())
                .start();
        try {
            assertRefused(ErrorCode.BE_BUSY, () -> storage().destroy(plan), Long.toString(holder.pid()));
            assertThat(sequences().readTree(folder)).isEqualTo("old");
        } finally {
            holder.destroyForcibly().onExit().join();
        }
        storage().destroy(plan);
        assertThat(world().objects()).noneMatch(name -> name.contains("be1"));
    }

    /** 4: a second promote of a child turns the live one into a clone. */
    @Test
    void shouldPromoteOnlyWhatComesFromTheOriginal() throws IOException {
        madeBe("be1");
        mounted("be1");
        Captured original = storage().capture(be("be1"));
        storage().snapshot(original, SNAPSHOT, JOB);
        storage().cloneSnapshot(original, SNAPSHOT, "be1.1", original.uuid(), JOB);
        storage().unmountAll(original);

        storage().takeOver("be1.1", original);
        storage().takeOver("be1.1", original);

        for (String child : List.of("", "/var", "/var/log", "/data")) {
            assertThat(value("origin", ROOT + "/" + LIVE + child)).isEqualTo("-");
            assertThat(value("origin", ROOT + "/be1.1" + child)).startsWith(ROOT + "/" + LIVE + child + "@");
            assertThat(value("origin", ROOT + "/be1" + child)).startsWith(ROOT + "/be1.1" + child + "@");
        }
    }

    /** 5: a quota set too early makes promote fail; the child's holds more than its quota leaves with its snapshots. */
    @Test
    void shouldTakeOverBeWhoseQuotaIsNearlyUsed() throws IOException {
        madeBe("be1");
        Path folder = mounted("be1");
        byte[] some = new byte[20 << 20];
        new Random(1).nextBytes(some);
        Files.write(folder.resolve("srv/data/one"), some);
        world().foreignSnapshot("be1", "earlier");
        Files.delete(folder.resolve("srv/data/one"));
        Files.write(folder.resolve("srv/data/two"), some);
        Captured original = storage().capture(be("be1"));
        storage().snapshot(original, SNAPSHOT, JOB);
        sequences().writeTree(folder, "broken");

        sequences().restore(storage(), original, SNAPSHOT, JOB, Sequences.ONCE);

        assertThat(sequences().readTree(folder)).isEqualTo("old");
        assertThat(value("quota", ROOT + "/be1/data")).isEqualTo(Long.toString(64 << 20));
    }

    /** 7: a clone can fail and still be there. */
    @Test
    void shouldFinishCloneThatOnlyPartlyExists() {
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, SNAPSHOT, JOB);
        world().fuse()
                .zfs(
                        "clone",
                        "-o",
                        "mountpoint=none",
                        "-o",
                        "canmount=noauto",
                        "-o",
                        Tag.PROPERTY + "=" + JOB,
                        ROOT + "/" + LIVE + "@" + SNAPSHOT,
                        ROOT + "/be1");

        storage().cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB);

        assertThat(sequences().readTree(storage().mountPrivately("be1", JOB))).isEqualTo("old");
        assertThat(storage().list()).extracting(Be::name).contains("be1");
    }

    /** 8: children and later foreign snapshots inherit the tag; only a local one counts. */
    @Test
    void shouldNotTakeInheritedTagForItsOwn() {
        world().fuse().zfs("set", Tag.PROPERTY + "=" + JOB, ROOT);
        storage().snapshot(storage().capture(be(LIVE)), SNAPSHOT, null);

        storage().releaseSnapshot(LIVE, SNAPSHOT, JOB);

        assertThat(be(LIVE).tag()).isNull();
        assertThat(be(LIVE).snapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.tag()).isNull());
        assertThatThrownBy(() -> storage().discard(LIVE, JOB)).isInstanceOf(SnapupException.class);
    }

    /** 9: a clone loses every local property. */
    @Test
    void shouldGiveNewBeTheSettingsAndMountNothingByItself() {
        world().fuse().zfs("set", "com.example:note=a b", ROOT + "/" + LIVE + "/var");

        madeBe("be1");

        assertThat(value("compression", ROOT + "/be1")).isEqualTo("on");
        assertThat(value("com.example:note", ROOT + "/be1/var")).isEqualTo("a b");
        assertThat(source("mountpoint", ROOT + "/be1/var")).startsWith("inherited from " + ROOT + "/be1");
        assertThat(source("atime", ROOT + "/be1/var/log")).isEqualTo("local");
        assertThat(value("quota", ROOT + "/be1/data")).isEqualTo(Long.toString(64 << 20));
        for (String child : List.of("", "/var", "/var/log", "/data")) {
            assertThat(value("canmount", ROOT + "/be1" + child)).isEqualTo("noauto");
            assertThat(source(Property.AT, ROOT + "/be1" + child)).doesNotContain("local");
        }
    }

    /** 10: a root that bootfs refuses. */
    @Test
    void shouldSayWhyBeCannotBeActivated() {
        madeBe("be1");
        world().fuse().zfs("set", "compression=gzip", ROOT + "/be1");

        assertRefused(ErrorCode.STORAGE_FAILED, () -> storage().activate("be1"), "be1");

        assertThat(be(LIVE).next()).isTrue();
    }

    /** 11: a mountpoint reads back with the altroot in front. */
    @Test
    void shouldRecordMountpointsWithoutAltroot() {
        Captured live = storage().capture(be(LIVE));

        assertThat(live.datasets())
                .extracting(
                        dataset -> dataset.path() + "=" + dataset.properties().get("mountpoint"))
                .containsExactlyInAnyOrder("=/", "data=/srv/data", "var=null", "var/log=null");
        assertThat(live.datasets()).noneMatch(Captured.Dataset::temporary);
    }

    /** 13: a busy BE stays mounted as a whole, and the repeat ends it. */
    @Test
    void shouldRestoreAfterBeWasBusy() throws IOException {
        madeBe("be1");
        Path folder = mounted("be1");
        Captured original = storage().capture(be("be1"));
        storage().snapshot(original, SNAPSHOT, JOB);
        sequences().writeTree(folder, "broken");
        Process holder =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        try {
            assertThatThrownBy(() -> sequences().restore(storage(), original, SNAPSHOT, JOB, Sequences.ONCE))
                    .hasMessageContaining(Long.toString(holder.pid()));
            assertThat(sequences().readTree(folder)).isEqualTo("broken");
        } finally {
            holder.destroyForcibly().onExit().join();
        }

        sequences().restore(storage(), original, SNAPSHOT, JOB, Sequences.ONCE);

        assertThat(sequences().readTree(folder)).isEqualTo("old");
    }

    /** 15: a full pool says so. */
    @Test
    void shouldSayThatThePoolIsFull() {
        storage().takeReserve();
        world().fill();

        assertRefused(
                ErrorCode.NO_SPACE,
                () -> sequences().makeUnfinished(storage(), storage().capture(be(LIVE)), "be1", JOB),
                "");

        storage().releaseReserve();
        storage().discard("be1", JOB);
        storage().releaseSnapshot(LIVE, SNAPSHOT, JOB);
        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    /** Data that doesn't compress. */
    private static void write(Path file, int mebibytes) throws IOException {
        byte[] noise = new byte[mebibytes << 20];
        new Random(mebibytes).nextBytes(noise);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise));
            channel.force(true);
        }
    }

    private long usedBytes() {
        return Long.parseLong(value("used", ROOT));
    }
}
