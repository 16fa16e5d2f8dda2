package org.snapup.daemon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.snapup.daemon.storage.StorageWorld.LIVE;
import static org.snapup.daemon.storage.ZfsWorld.POOL;
import static org.snapup.daemon.storage.ZfsWorld.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.exec.Command;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What only ZFS has, on a real pool: traps of its commands, nested datasets, power loss, other tools' objects. */
class ZfsOnlyIT {
    private static final Tag JOB = new Tag("zfs", 1, "snapshot");
    private static final int ROUNDS = Integer.getInteger("snapup.cost.rounds", 3);
    private static final String SNAPSHOT = Sequences.snapshotName(JOB);

    @TempDir
    Path temporary;

    private ZfsWorld world;
    private Storage storage;
    private Sequences sequences;
    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        world = new ZfsWorld(temporary, 256);
        sequences = new Sequences(world);
        sequences.writeTree(world.liveTree(), "old");
        CommandRunner real = ProcessRunner.create();
        storage = world.open(command -> {
            commands.add(String.join(" ", command.argv()).replaceFirst("^/[a-z/]*/", ""));
            return real.run(command);
        });
    }

    @AfterEach
    void close() {
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

    private void madeBe(String name) {
        sequences.makeBe(storage, storage.capture(be(LIVE)), name, "uuid-of-" + name, new Tag("zfs", 7, "snapshot"));
    }

    private Path mounted(String name) {
        Path folder = temporary.resolve("mounted-" + name);
        storage.mount(be(name), folder, SharedFiles.NONE);
        return folder;
    }

    private String value(String property, String dataset) {
        return world.fuse().zfs("get", "-Hp", "-o", "value", property, dataset);
    }

    private String source(String property, String dataset) {
        return world.fuse().zfs("get", "-Hp", "-o", "source", property, dataset);
    }

    @Test
    void shouldSeeWhatIsNoBe() {
        world.fuse().zfs("snapshot", ROOT + "@theirs");

        Inspection seen = storage.inspect();

        assertThat(seen.foreign()).containsExactly(ROOT + "@theirs");
        assertThat(seen.troubles()).isEmpty();
        assertThat(seen.facts()).anyMatch(line -> line.startsWith(ROOT + "/" + LIVE + " "));
    }

    /** What an heir takes over isn't freed, though the BE's {@code used} counts it. */
    @Test
    void shouldPromiseOnlyWhatIsFreed() throws IOException {
        madeBe("be1");
        write(mounted("be1").resolve("before"), 4);
        sequences.makeBe(storage, storage.capture(be("be1")), "be2", "uuid-of-be2", new Tag("zfs", 8, "snapshot"));
        write(temporary.resolve("mounted-be1/after"), 2);
        storage.unmount(be("be1"), false);

        Destruction plan = storage.planDestroy(be("be1"), null, false);
        long before = usedBytes();
        storage.destroy(plan);

        assertThat(plan.promote()).isNotEmpty();
        assertThat(plan.freedBytes()).isBetween(2L << 20, 3L << 20).isCloseTo(before - usedBytes(), within(1L << 19));
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

    // ---- the traps, by their number in the list of what was seen by hand

    /** 1: destroying what bootfs names succeeds and leaves nothing to boot. */
    @Test
    void shouldNeverDestroyWhatBootsNext() {
        madeBe("be1");
        Destruction plan = storage.planDestroy(be("be1"), null, false);
        storage.activate("be1");

        StorageContract.assertRefused(ErrorCode.BE_ACTIVE, () -> storage.destroy(plan), "be1");

        assertThat(world.fuse().zpool("list", "-H", "-o", "bootfs", POOL)).isEqualTo(ROOT + "/be1");
    }

    /** 2: a recursive destroy of a busy BE destroys a part of it. */
    @Test
    void shouldDestroyNothingOfBusyBe() throws IOException {
        madeBe("be1");
        Path folder = mounted("be1");
        Destruction plan = storage.planDestroy(be("be1"), null, false);
        Process holder = new ProcessBuilder("sleep", "600")
                .directory(folder.resolve("etc").toFile())
                .start();
        try {
            StorageContract.assertRefused(ErrorCode.BE_BUSY, () -> storage.destroy(plan), Long.toString(holder.pid()));
            assertThat(sequences.readTree(folder)).isEqualTo("old");
        } finally {
            holder.destroyForcibly().onExit().join();
        }
        storage.destroy(plan);
        assertThat(world.objects()).noneMatch(name -> name.contains("be1"));
    }

    /** 3: a recursive destroy takes other people's later snapshots silently. */
    @Test
    void shouldSpareForeignSnapshotTakenInUnfinishedClone() {
        Captured live = storage.capture(be(LIVE));
        sequences.makeUnfinished(storage, live, "be1", JOB);
        String theirs = world.foreignSnapshot("be1", "theirs").orElseThrow();

        StorageContract.assertRefused(ErrorCode.FOREIGN_OBJECTS, () -> storage.discard("be1", JOB), "theirs");

        assertThat(world.exists(theirs)).isTrue();
    }

    /** 3: and those of the BE that is released. */
    @Test
    void shouldSpareForeignSnapshotsWhenReleasing() {
        String before = world.foreignSnapshot(LIVE, "before").orElseThrow();
        storage.snapshot(storage.capture(be(LIVE)), SNAPSHOT, JOB);
        String after = world.foreignSnapshot(LIVE, "after").orElseThrow();

        storage.releaseSnapshot(LIVE, SNAPSHOT, JOB);

        assertThat(be(LIVE).snapshots()).extracting(BeSnapshot::name).containsExactly("before", "after");
        assertThat(world.exists(before)).isTrue();
        assertThat(world.exists(after)).isTrue();
    }

    /** 4: a second promote of a child turns the live one into a clone. */
    @Test
    void shouldPromoteOnlyWhatComesFromTheOriginal() {
        madeBe("be1");
        mounted("be1");
        Captured original = storage.capture(be("be1"));
        storage.snapshot(original, SNAPSHOT, JOB);
        storage.cloneSnapshot(original, SNAPSHOT, "be1.1", original.uuid(), JOB);
        storage.unmountAll(original);

        storage.takeOver("be1.1", original);
        storage.takeOver("be1.1", original);

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
        new java.util.Random(1).nextBytes(some);
        Files.write(folder.resolve("srv/data/one"), some);
        world.foreignSnapshot("be1", "earlier");
        Files.delete(folder.resolve("srv/data/one"));
        Files.write(folder.resolve("srv/data/two"), some);
        Captured original = storage.capture(be("be1"));
        storage.snapshot(original, SNAPSHOT, JOB);
        sequences.writeTree(folder, "broken");

        sequences.restore(storage, original, SNAPSHOT, JOB, Sequences.ONCE);

        assertThat(sequences.readTree(folder)).isEqualTo("old");
        assertThat(value("quota", ROOT + "/be1/data")).isEqualTo(Long.toString(64 << 20));
    }

    /** 7: a clone can fail and still be there. */
    @Test
    void shouldFinishCloneThatOnlyPartlyExists() {
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, SNAPSHOT, JOB);
        world.fuse()
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

        storage.cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB);

        assertThat(sequences.readTree(storage.mountPrivately("be1", JOB))).isEqualTo("old");
        assertThat(storage.list()).extracting(Be::name).contains("be1");
    }

    /** 8: children and later foreign snapshots inherit the tag; only a local one counts. */
    @Test
    void shouldNotTakeInheritedTagForItsOwn() {
        world.fuse().zfs("set", Tag.PROPERTY + "=" + JOB, ROOT);
        storage.snapshot(storage.capture(be(LIVE)), SNAPSHOT, null);

        storage.releaseSnapshot(LIVE, SNAPSHOT, JOB);

        assertThat(be(LIVE).tag()).isNull();
        assertThat(be(LIVE).snapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.tag()).isNull());
        assertThatThrownBy(() -> storage.discard(LIVE, JOB)).isInstanceOf(SnapupException.class);
    }

    /** 9: a clone loses every local property. */
    @Test
    void shouldGiveNewBeTheSettingsAndMountNothingByItself() {
        world.fuse().zfs("set", "com.example:note=a b", ROOT + "/" + LIVE + "/var");

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
        world.fuse().zfs("set", "compression=gzip", ROOT + "/be1");

        StorageContract.assertRefused(ErrorCode.STORAGE_FAILED, () -> storage.activate("be1"), "be1");

        assertThat(be(LIVE).next()).isTrue();
    }

    /** 11: a mountpoint reads back with the altroot in front. */
    @Test
    void shouldRecordMountpointsWithoutAltroot() {
        Captured live = storage.capture(be(LIVE));

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
        Captured original = storage.capture(be("be1"));
        storage.snapshot(original, SNAPSHOT, JOB);
        sequences.writeTree(folder, "broken");
        Process holder =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        try {
            assertThatThrownBy(() -> sequences.restore(storage, original, SNAPSHOT, JOB, Sequences.ONCE))
                    .hasMessageContaining(Long.toString(holder.pid()));
            assertThat(sequences.readTree(folder)).isEqualTo("broken");
        } finally {
            holder.destroyForcibly().onExit().join();
        }

        sequences.restore(storage, original, SNAPSHOT, JOB, Sequences.ONCE);

        assertThat(sequences.readTree(folder)).isEqualTo("old");
    }

    /** 15: a full pool says so. */
    @Test
    void shouldSayThatThePoolIsFull() {
        storage.takeReserve();
        world.fill();

        StorageContract.assertRefused(
                ErrorCode.NO_SPACE, () -> sequences.makeUnfinished(storage, storage.capture(be(LIVE)), "be1", JOB), "");

        storage.releaseReserve();
        storage.discard("be1", JOB);
        storage.releaseSnapshot(LIVE, SNAPSHOT, JOB);
        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    // ---- other tools' objects

    @Test
    void shouldKeepOlderSnapshotsAndTheirClonesThroughRestore() throws IOException {
        madeBe("be1");
        String snapshot = world.foreignSnapshot("be1", "theirs").orElseThrow();
        String clone = world.foreignClone("be1", "theirs").orElseThrow();
        Path folder = mounted("be1");
        Captured original = storage.capture(be("be1"));
        storage.snapshot(original, SNAPSHOT, JOB);
        sequences.writeTree(folder, "broken");

        Optional<String> kept = sequences.restore(storage, original, SNAPSHOT, JOB, Sequences.ONCE);

        assertThat(kept).isEmpty();
        assertThat(world.exists(snapshot)).isTrue();
        assertThat(world.exists(clone)).isTrue();
        assertThat(be("be1").snapshots()).extracting(BeSnapshot::name).contains("theirs");
    }

    /** As beadm leaves it: promoted at activation, so that the live BE is a clone of the new one. */
    @Test
    void shouldDestroyBeThatOtherToolPromoted() {
        world.fuse().zfs("snapshot", "-r", ROOT + "/" + LIVE + "@2026-11-23-01:00:00");
        for (String child : List.of("", "/var", "/var/log", "/data")) {
            world.fuse()
                    .zfs(
                            "clone",
                            "-o",
                            "canmount=noauto",
                            "-o",
                            "mountpoint=none",
                            ROOT + "/" + LIVE + child + "@2026-11-23-01:00:00",
                            ROOT + "/beadm" + child);
            world.fuse().zfs("promote", ROOT + "/beadm" + child);
        }
        String snapshot = world.guid(ROOT + "/beadm@2026-11-23-01:00:00");
        assertThat(be("beadm").uuid()).startsWith("guid-");

        Destruction plan = storage.planDestroy(be("beadm"), null, false);
        storage.destroy(plan);

        assertThat(plan.kept()).anyMatch(name -> name.contains("2026-11-23-01:00:00"));
        assertThat(world.exists(snapshot)).isTrue();
        assertThat(sequences.readTree(world.liveTree())).isEqualTo("old");
        assertThat(storage.list()).extracting(Be::name).containsExactly(LIVE);
    }

    @Test
    void shouldGiveUuidToBeOfOtherTool() {
        assertThat(be(LIVE).uuid()).isEqualTo("guid-" + be(LIVE).guid());

        Captured live = storage.capture(be(LIVE));

        assertThat(be(LIVE).uuid()).isEqualTo(live.uuid()).doesNotStartWith("guid-");
    }

    // ---- power loss

    @Test
    void shouldHealUserMountAfterReboot() throws IOException {
        madeBe("be1");
        var settings = world.settings("be1");
        mounted("be1");
        world.fuse().crash();
        world.fuse().restart(POOL, world.altroot());

        Storage started = world.open();

        assertThat(world.settings("be1")).isEqualTo(settings);
        assertThat(started.list()).allMatch(be -> !be.name().equals("be1") || be.mountpoint() == null);
    }

    @Test
    void shouldUndoNewBeAfterPowerLoss() throws IOException {
        Captured live = storage.capture(be(LIVE));
        sequences.makeUnfinished(storage, live, "be1", JOB);
        world.fuse().crash();
        world.fuse().restart(POOL, world.altroot());
        Storage started = world.open();

        started.discard("be1", JOB);
        started.releaseSnapshot(LIVE, SNAPSHOT, JOB);

        assertThat(world.objects()).noneMatch(name -> name.contains("be1") || name.contains("@"));
        assertThat(be(LIVE).next()).isTrue();
    }

    // ---- cost

    /** Image-update's storage steps against the same changes in a shell; figures, no assertion on time. */
    @Test
    void shouldNeedFewCommandsForNewBe() throws IOException {
        long ours = Long.MAX_VALUE;
        long shells = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            Captured live = storage.capture(be(LIVE));
            Tag tag = new Tag("cost", round + 1, "snapshot");
            String name = "cost" + round;
            String snapshot = Sequences.snapshotName(tag);
            commands.clear();
            long begin = System.nanoTime();
            storage.snapshot(live, snapshot, tag);
            storage.cloneSnapshot(live, snapshot, name, "uuid-" + name, tag);
            storage.mountPrivately(name, tag);
            storage.unmountPrivate(name, tag);
            storage.finish(name, live, tag);
            storage.activate(name);
            storage.releaseSnapshot(LIVE, snapshot, tag);
            storage.untag(name, tag);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            List<String> all = List.copyOf(commands);
            List<String> changes = all.stream()
                    .filter(command -> !command.matches("(zfs|zpool) (get|list) .*"))
                    .toList();
            String script = String.join("\n", changes)
                    .replace("cost" + round, "shell" + round)
                    .replace("cost:" + (round + 1), "shell:" + (round + 1))
                    .replace("@" + snapshot, "@shell" + round);
            long shell = System.nanoTime();
            var result = ProcessRunner.create()
                    .run(Command.of(Duration.ofMinutes(1), List.of("/bin/sh", "-e", "-c", script)));
            shells = Math.min(shells, System.nanoTime() - shell);
            ours = Math.min(ours, took.toNanos());

            assertThat(result.err()).isEmpty();
            assertThat(all.size() - changes.size()).isLessThanOrEqualTo(changes.size() / 2);
            assertThat(changes.size()).isLessThanOrEqualTo(22);
        }
        System.out.printf(
                "new BE of four datasets, best of %d: %.1f ms; its changes alone in a shell: %.1f ms%n",
                ROUNDS, ours / 1e6, shells / 1e6);
    }

    @Test
    void shouldListThousandSnapshots() throws IOException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            script.append("zfs snapshot -r ")
                    .append(ROOT)
                    .append('/')
                    .append(LIVE)
                    .append("@s")
                    .append(i)
                    .append('\n');
        }
        ProcessRunner.create().run(Command.of(Duration.ofMinutes(5), List.of("/bin/sh", "-c", script.toString())));
        long begin = System.nanoTime();

        List<Be> bes = storage.list();

        System.out.printf("listing 1200 snapshots: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        begin = System.nanoTime();
        storage.changeMark();
        System.out.printf("change mark: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        assertThat(bes)
                .singleElement()
                .satisfies(be -> assertThat(be.snapshots()).hasSize(300));
        assertThat(bes.get(0).snapshots().get(17).name()).isEqualTo("s17");
    }
}
