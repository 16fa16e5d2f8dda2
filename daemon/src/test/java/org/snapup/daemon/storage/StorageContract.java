package org.snapup.daemon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.snapup.daemon.storage.StorageWorld.LIVE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What every storage backend does, on the real thing. A backend's test extends this and says how a {@link StorageWorld}
 * is made; what follows single methods is here, the sequences of the workflows are in {@link Sequences}.
 */
abstract class StorageContract {
    static final Tag JOB_1 = new Tag("contract", 1, "snapshot");
    static final Tag JOB_2 = new Tag("contract", 2, "snapshot");
    private static final String SNAPSHOT = "snapup-1";

    @TempDir
    Path temporary;

    StorageWorld world;
    Storage storage;
    Sequences sequences;

    /** Makes a fresh root with its one BE; skips through {@code Requires} where the machine lacks a part. */
    abstract StorageWorld createWorld(Path folder) throws IOException;

    /** How many of the daemon's points of death are one step; a backend whose changes are another's takes few. */
    int deathStride() {
        return 1;
    }

    @BeforeEach
    void openStorage() throws IOException {
        world = createWorld(temporary);
        storage = world.open();
        sequences = new Sequences(world);
        sequences.writeTree(world.liveTree(), "old");
    }

    @AfterEach
    void closeWorld() throws IOException {
        if (world != null) {
            try (StorageWorld closing = world) {
                if (storage != null) {
                    storage.close();
                }
            }
        }
    }

    // ---- looking

    @Test
    void shouldListTheOneBeAsLiveAndNext() {
        assertThat(storage.list()).singleElement().satisfies(be -> {
            assertThat(be.name()).isEqualTo(LIVE);
            assertThat(be.live()).isTrue();
            assertThat(be.next()).isTrue();
            assertThat(be.tag()).isNull();
            assertThat(be.snapshots()).isEmpty();
        });
    }

    @Test
    void shouldFindBeByItsRootOnly() throws IOException {
        Path folder = mounted(madeBe("be1"));

        assertThat(storage.at(folder))
                .hasValueSatisfying(be -> assertThat(be.name()).isEqualTo("be1"));
        assertThat(storage.at(Files.createDirectory(temporary.resolve("elsewhere"))))
                .isEmpty();
        storage.requireUsable(be("be1"));
    }

    @Test
    void shouldMarkChangesByAnybody() {
        String before = storage.changeMark();
        assertThat(storage.changeMark()).isEqualTo(before);

        storage.snapshot(storage.capture(be(LIVE)), SNAPSHOT, JOB_1);

        String after = storage.changeMark();
        assertThat(after).isNotEqualTo(before);
        if (world.foreignSnapshot(LIVE, "theirs").isPresent()) {
            assertThat(storage.changeMark()).isNotEqualTo(after);
        }
    }

    @Test
    void shouldNameProcessThatHoldsMountedBe() throws IOException {
        assumeTrue(world.canBeBusy(), "no process can hold a BE here");
        Path folder = mounted(madeBe("be1"));
        storage.requireMovable(be("be1"));
        Process holder =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        try {
            assertRefused(ErrorCode.BE_BUSY, () -> storage.requireMovable(be("be1")), Long.toString(holder.pid()));
            assertRefused(
                    ErrorCode.BE_BUSY,
                    () -> storage.unmountAll(storage.capture(be("be1"))),
                    Long.toString(holder.pid()));
            assertThat(sequences.readTree(folder)).isEqualTo("old");
        } finally {
            holder.destroyForcibly().onExit().join();
        }
    }

    // ---- snapshots

    @Test
    void shouldTakeAndReleaseSnapshotOnce() {
        Captured live = storage.capture(be(LIVE));

        twice(() -> storage.snapshot(live, SNAPSHOT, JOB_1));

        assertThat(be(LIVE).snapshots()).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.name()).isEqualTo(SNAPSHOT);
            assertThat(snapshot.tag()).isEqualTo(JOB_1);
            assertThat(snapshot.released()).isFalse();
        });
        twice(() -> storage.releaseSnapshot(LIVE, SNAPSHOT, JOB_1));
        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    @Test
    void shouldNotTakeOtherSnapshotsName() {
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, SNAPSHOT, JOB_1);
        storage.snapshot(live, "mine", null);

        assertRefused(ErrorCode.NAME_TAKEN, () -> storage.snapshot(live, SNAPSHOT, JOB_2), SNAPSHOT);
        assertRefused(ErrorCode.NAME_TAKEN, () -> storage.snapshot(live, "mine", JOB_1), "mine");
    }

    @Test
    void shouldReleaseNothingButItsOwn() {
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, "mine", null);
        storage.snapshot(live, SNAPSHOT, JOB_2);

        storage.releaseSnapshot(LIVE, "mine", JOB_1);
        storage.releaseSnapshot(LIVE, SNAPSHOT, JOB_1);

        assertThat(be(LIVE).snapshots()).extracting(BeSnapshot::name).containsExactlyInAnyOrder("mine", SNAPSHOT);
    }

    // ---- clones: the steps of a new BE

    @Test
    void shouldMakeBeFromSnapshotAndLeaveTheLiveOneAlone() throws IOException {
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, SNAPSHOT, JOB_1);
        sequences.writeTree(world.liveTree(), "later");

        twice(() -> storage.cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB_1));
        assertThat(be("be1").tag()).isEqualTo(JOB_1);
        assertThat(be("be1").uuid()).isEqualTo("uuid-1");
        Path tree = twice(() -> storage.mountPrivately("be1", JOB_1));
        assertThat(sequences.readTree(tree)).isEqualTo("old");
        sequences.writeTree(tree, "new");
        twice(() -> storage.unmountPrivate("be1", JOB_1));
        twice(() -> storage.finish("be1", live, JOB_1));
        assertThat(be("be1").next()).isFalse();
        twice(() -> storage.activate("be1"));
        twice(() -> storage.releaseSnapshot(LIVE, SNAPSHOT, JOB_1));
        twice(() -> storage.untag("be1", JOB_1));

        assertThat(be("be1")).satisfies(be -> {
            assertThat(be.next()).isTrue();
            assertThat(be.live()).isFalse();
            assertThat(be.tag()).isNull();
            assertThat(be.uuid()).isEqualTo("uuid-1");
            assertThat(be.mountpoint()).isNull();
        });
        assertThat(be(LIVE).live()).isTrue();
        assertThat(be(LIVE).next()).isFalse();
        assertThat(sequences.readTree(world.liveTree())).isEqualTo("later");
        assertThat(sequences.readTree(mounted("be1"))).isEqualTo("new");
    }

    @Test
    void shouldDiscardUnfinishedCloneAndNothingElse() throws IOException {
        String kept = madeBe("kept");
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, SNAPSHOT, JOB_1);
        storage.cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB_1);
        storage.mountPrivately("be1", JOB_1);

        twice(() -> storage.discard("be1", JOB_1));
        twice(() -> storage.releaseSnapshot(LIVE, SNAPSHOT, JOB_1));

        assertThat(storage.list()).extracting(Be::name).containsExactlyInAnyOrder(LIVE, kept);
        assertThat(be(LIVE).snapshots()).noneMatch(snapshot -> !snapshot.released());
        assertThatThrownBy(() -> storage.discard(kept, JOB_1)).isInstanceOf(SnapupException.class);
        assertThat(storage.list()).extracting(Be::name).contains(kept);
    }

    @Test
    void shouldNotCloneToNameThatIsTaken() {
        String taken = madeBe("taken");
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, SNAPSHOT, JOB_1);

        assertRefused(ErrorCode.NAME_TAKEN, () -> storage.cloneSnapshot(live, SNAPSHOT, taken, "uuid-2", JOB_1), taken);
    }

    // ---- putting a clone in the place of the original

    @Test
    void shouldSayThatTheSnapshotToCloneIsGone() {
        Captured live = storage.capture(be(LIVE));
        storage.snapshot(live, SNAPSHOT, JOB_1);
        storage.releaseSnapshot(LIVE, SNAPSHOT, JOB_1);

        assertRefused(
                ErrorCode.NO_SUCH_SNAPSHOT,
                () -> storage.cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB_1),
                SNAPSHOT);

        storage.discard("be1", JOB_1);
        assertThat(storage.list()).extracting(Be::name).containsExactly(LIVE);
    }

    @Test
    void shouldRestoreBeFromSnapshotInItsPlace() throws IOException {
        Path folder = mounted(madeBe("be1"));
        storage.activate("be1");
        var settings = world.settings("be1");
        Be before = be("be1");
        Captured original = storage.capture(before);
        storage.snapshot(original, SNAPSHOT, JOB_1);
        sequences.writeTree(folder, "broken");

        Optional<String> kept = sequences.restore(storage, original, SNAPSHOT, JOB_1, Sequences.TWICE);

        assertThat(kept).isEmpty();
        Be after = be("be1");
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.next()).isTrue();
        assertThat(after.tag()).isNull();
        assertThat(after.mountpoint()).isEqualTo(before.mountpoint());
        assertThat(sequences.readTree(folder)).isEqualTo("old");
        assertThat(world.settings("be1")).isEqualTo(settings);
        assertThat(storage.list()).extracting(Be::name).containsExactlyInAnyOrder(LIVE, "be1");
        storage.unmount(after, false);
        assertThat(be("be1").mountpoint()).isNull();
        assertThat(be(LIVE).next()).isFalse();
    }

    @Test
    void shouldKeepOriginalWithForeignSnapshotAndSayHowToRemoveIt() throws IOException {
        Path folder = mounted(madeBe("be1"));
        String earlier = foreign(() -> world.foreignSnapshot("be1", "earlier"));
        Captured original = storage.capture(be("be1"));
        storage.snapshot(original, SNAPSHOT, JOB_1);
        sequences.writeTree(folder, "broken");
        String later = foreign(() -> world.foreignSnapshot("be1", "later"));

        Optional<String> kept = sequences.restore(storage, original, SNAPSHOT, JOB_1, Sequences.TWICE);

        assertThat(kept)
                .hasValueSatisfying(command -> assertThat(command).contains(Sequences.failedName("be1", JOB_1)));
        assertThat(world.exists(earlier)).isTrue();
        assertThat(world.exists(later)).isTrue();
        assertThat(sequences.readTree(folder)).isEqualTo("old");
        assertThat(storage.list())
                .extracting(Be::name)
                .containsExactlyInAnyOrder(LIVE, "be1", Sequences.failedName("be1", JOB_1));
    }

    // ---- a daemon that dies after any of its changes

    @Test
    void shouldUndoNewBeWhereverTheDaemonDied() throws IOException {
        for (int point = 1; point < 200; point += deathStride()) {
            Optional<Storage> dying = world.openDyingAt(point);
            if (dying.isEmpty()) {
                abort("this backend's changes can't be interrupted");
            }
            Captured live = storage.capture(be(LIVE));
            boolean whole = sequences.survives(() -> sequences.makeUnfinished(dying.get(), live, "be1", JOB_1));
            Storage next = world.open();
            next.discard("be1", JOB_1);
            next.releaseSnapshot(LIVE, Sequences.snapshotName(JOB_1), JOB_1);
            next.close();

            assertThat(storage.list()).as("point %s", point).singleElement().satisfies(be -> {
                assertThat(be.snapshots()).isEmpty();
                assertThat(be.next()).isTrue();
            });
            assertThat(sequences.readTree(world.liveTree())).isEqualTo("old");
            if (whole) {
                return;
            }
        }
    }

    @Test
    void shouldFinishRestoreWhereverTheDaemonDied() throws IOException {
        Path folder = mounted(madeBe("be1"));
        storage.activate("be1");
        Be live = be(LIVE);
        var settings = world.settings("be1");
        List<String> objects = world.objects();
        for (int point = 1; point < 200; point += deathStride()) {
            Tag tag = new Tag("contract", point, "snapshot");
            Captured original = storage.capture(be("be1"));
            storage.snapshot(original, Sequences.snapshotName(tag), tag);
            sequences.writeTree(folder, "broken");
            Optional<Storage> dying = world.openDyingAt(point);
            if (dying.isEmpty()) {
                abort("this backend's changes can't be interrupted");
            }

            boolean whole = sequences.survives(
                    () -> sequences.restore(dying.get(), original, Sequences.snapshotName(tag), tag, Sequences.ONCE));
            Storage next = world.open();
            sequences.restore(next, original, Sequences.snapshotName(tag), tag, Sequences.ONCE);
            next.close();

            assertThat(storage.list())
                    .as("point %s", point)
                    .extracting(Be::name, Be::uuid, Be::next)
                    .containsExactlyInAnyOrder(tuple(LIVE, live.uuid(), false), tuple("be1", original.uuid(), true));
            assertThat(sequences.readTree(folder)).isEqualTo("old");
            assertThat(world.settings("be1")).as("point %s", point).isEqualTo(settings);
            assertThat(world.objects()).as("point %s", point).isEqualTo(objects);
            if (whole) {
                return;
            }
        }
    }

    // ---- for the user

    @Test
    void shouldRefuseToDestroyWhatRunsOrBootsNext() {
        madeBe("be1");
        storage.activate("be1");

        assertRefused(ErrorCode.BE_ACTIVE, () -> storage.planDestroy(be(LIVE), null, false), LIVE);
        assertRefused(ErrorCode.BE_ACTIVE, () -> storage.planDestroy(be("be1"), null, false), "be1");
    }

    @Test
    void shouldDestroyBeThatOthersDependOn() throws IOException {
        madeBe("be1");
        Be first = be("be1");
        sequences.makeBe(storage, storage.capture(first), "be2", "uuid-of-be2", new Tag("contract", 8, "snapshot"));

        Destruction plan = storage.planDestroy(first, null, false);
        twice(() -> storage.destroy(plan));

        assertThat(storage.list()).extracting(Be::name).containsExactlyInAnyOrder(LIVE, "be2");
        assertThat(sequences.readTree(mounted("be2"))).isEqualTo("old");
    }

    @Test
    void shouldSpareForeignCloneOfDestroyedBe() {
        madeBe("be1");
        foreign(() -> world.foreignSnapshot("be1", "theirs"));
        String clone = foreign(() -> world.foreignClone("be1", "theirs"));

        Destruction plan = storage.planDestroy(be("be1"), null, false);
        twice(() -> storage.destroy(plan));

        assertThat(storage.list()).extracting(Be::name).containsExactly(LIVE);
        assertThat(world.exists(clone)).isTrue();
    }

    @Test
    void shouldDestroySnapshotOfUser() {
        storage.snapshot(storage.capture(be(LIVE)), "mine", null);

        assertRefused(ErrorCode.NO_SUCH_SNAPSHOT, () -> storage.planDestroy(be(LIVE), "nope", false), "nope");
        Destruction plan = storage.planDestroy(be(LIVE), "mine", false);
        twice(() -> storage.destroy(plan));

        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    @Test
    void shouldNotDestroySnapshotThatForeignCloneNeeds() {
        storage.snapshot(storage.capture(be(LIVE)), "mine", null);
        String clone = foreign(() -> world.foreignClone(LIVE, "mine"));

        assertRefused(ErrorCode.FOREIGN_OBJECTS, () -> storage.planDestroy(be(LIVE), "mine", false), "mine");
        assertThat(world.exists(clone)).isTrue();
    }

    @Test
    void shouldMountFinishedBeWhereAskedAndLeaveItsSettings() throws IOException {
        madeBe("be1");
        var settings = world.settings("be1");
        Path folder = temporary.toRealPath().resolve("asked for");

        twice(() -> storage.mount(be("be1"), folder, SharedFiles.NONE));
        assertThat(sequences.readTree(folder)).isEqualTo("old");
        assertThat(be("be1").mountpoint()).isEqualTo(folder);
        twice(() -> storage.unmount(be("be1"), false));

        assertThat(be("be1").mountpoint()).isNull();
        assertThat(world.settings("be1")).isEqualTo(settings);
    }

    @Test
    void shouldUnmountByForceWhatIsInUse() throws IOException {
        madeBe("be1");
        var settings = world.settings("be1");
        Path folder = mounted("be1");
        Process holder =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        try {
            storage.unmount(be("be1"), true);

            assertThat(holder.isAlive()).isTrue();
            assertThat(be("be1").mountpoint()).isNull();
            assertThat(world.settings("be1")).isEqualTo(settings);
        } finally {
            holder.destroyForcibly().onExit().join();
        }
        assertThat(sequences.readTree(mounted("be1"))).isEqualTo("old");
    }

    @Test
    void shouldNotMountOverFiles() throws IOException {
        madeBe("be1");
        Path folder = Files.createDirectory(temporary.resolve("full"));
        Files.writeString(folder.resolve("file"), "theirs");

        assertThatThrownBy(() -> storage.mount(be("be1"), folder, SharedFiles.NONE))
                .isInstanceOf(SnapupException.class);

        assertThat(be("be1").mountpoint()).isNull();
        assertThat(folder.resolve("file")).hasContent("theirs");
    }

    @Test
    void shouldRollBackBeThatIsNotLive() throws IOException {
        Path folder = mounted(madeBe("be1"));
        storage.snapshot(storage.capture(be("be1")), "mine", null);
        sequences.writeTree(folder, "later");
        storage.unmount(be("be1"), false);

        twice(() -> storage.rollback(be("be1"), "mine"));

        assertThat(sequences.readTree(mounted("be1"))).isEqualTo("old");
    }

    @Test
    void shouldNotRollBackOverNewerSnapshot() throws IOException {
        madeBe("be1");
        storage.snapshot(storage.capture(be("be1")), "older", null);
        storage.snapshot(storage.capture(be("be1")), "newer", null);

        assertRefused(ErrorCode.FOREIGN_OBJECTS, () -> storage.rollback(be("be1"), "older"), "newer");
    }

    @Test
    void shouldCloneTheRootAloneWithADescription() {
        Captured live = storage.capture(be(LIVE)).forNew(Map.of(), "before the upgrade", false);
        sequences.makeBe(storage, live, "be1", "uuid-of-be1", JOB_1);

        assertThat(be("be1").datasets()).hasSize(1);
        assertThat(be("be1").description()).isEqualTo("before the upgrade");
        assertThat(be(LIVE).datasets()).hasSize(world.nested().size() + 1);
        assertThat(be(LIVE).description()).isNull();
        assertThat(storage.capture(be("be1")).datasets().get(0).properties())
                .containsEntry(Captured.DESCRIPTION, "before the upgrade");
    }

    @Test
    void shouldBootOnceOrRefuse() {
        madeBe("be1");
        Optional<String> obstacle = storage.onceObstacle();
        if (obstacle.isPresent()) {
            assertRefused(ErrorCode.NOT_SUPPORTED, () -> storage.activateOnce("be1"), obstacle.get());
            twice(storage::deactivateOnce);
            assertThat(be("be1").once()).isFalse();
            return;
        }

        twice(() -> storage.activateOnce("be1"));
        assertThat(be("be1").once()).isTrue();
        assertThat(be("be1").next()).isFalse();
        assertThat(be(LIVE).next()).isTrue();
        assertRefused(ErrorCode.BE_ACTIVE, () -> storage.planDestroy(be("be1"), null, false), "once");

        twice(storage::deactivateOnce);
        assertThat(be("be1").once()).isFalse();

        storage.activateOnce("be1");
        twice(() -> storage.activate("be1"));
        assertThat(be("be1").once()).isFalse();
        assertThat(be("be1").next()).isTrue();
    }

    @Test
    void shouldRefuseWhatANewBeCantHave() {
        storage.requireSupported(Map.of(), null);
        assertRefused(ErrorCode.NOT_SUPPORTED, () -> storage.requireSupported(Map.of(), "nosuchpool"), "pool");
        assertThatThrownBy(() -> storage.requireSupported(Map.of("mountpoint", "/"), null))
                .isInstanceOf(SnapupException.class)
                .hasMessageContaining("mountpoint");
    }

    @Test
    void shouldMakeABeOfAStreamOrRefuse() throws IOException {
        madeBe("be1");
        storage.snapshot(storage.capture(be("be1")), "sent", null);
        Path stream = temporary.resolve("stream");
        try (OutputStream out = Files.newOutputStream(stream)) {
            storage.send(be("be1"), "sent", out);
        } catch (SnapupException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
            return;
        }

        twice(() -> storage.receive("be2", "uuid-of-be2", stream, JOB_1));

        assertThat(be("be2").tag()).isEqualTo(JOB_1);
        assertThat(be("be2").uuid()).isEqualTo("uuid-of-be2");
        assertThat(be("be2").snapshots()).isEmpty();
        assertThat(be("be2").mountpoint()).isNull();
        assertThat(be("be2").datasets()).hasSameSizeAs(be("be1").datasets());
        twice(() -> storage.untag("be2", JOB_1));
        assertThat(sequences.readTree(mounted("be2"))).isEqualTo("old");
        assertRefused(ErrorCode.NAME_TAKEN, () -> storage.receive("be1", "u", stream, JOB_1), "be1");

        byte[] whole = Files.readAllBytes(stream);
        Files.write(stream, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> storage.receive("be3", "uuid-of-be3", stream, JOB_1))
                .isInstanceOf(SnapupException.class);
        twice(() -> storage.discard("be3", JOB_1));
        Files.writeString(stream, "no stream");
        assertRefused(ErrorCode.INVALID_REQUEST, () -> storage.receive("be3", "u", stream, JOB_1), "be3");
        assertThat(storage.list()).noneMatch(be -> be.name().equals("be3"));
    }

    // ---- the daemon's own place

    @Test
    void shouldKeepInstanceThatItIsBoundTo() {
        assertThat(storage.boundInstance()).isEmpty();

        twice(() -> storage.bindInstance("contract"));

        Storage again = world.open();
        assertThat(again.boundInstance()).contains("contract");
        again.close();
    }

    @Test
    void shouldPlaceStateOutsideEveryBe() {
        Path state = storage.stateDirectory(world.liveTree().resolve("var/lib/snapup"));

        assertThat(state).isDirectory();
        assertThat(storage.isInsideBe(state)).isFalse();
        assertThat(storage.isInsideBe(world.liveTree().resolve("etc"))).isTrue();
        assertThat(storage.stateDirectory(world.liveTree().resolve("var/lib/snapup")))
                .isEqualTo(state);
    }

    @Test
    void shouldUndoOnFullPoolFromTheReserve() throws IOException {
        storage.takeReserve();
        Captured live = storage.capture(be(LIVE));
        sequences.makeUnfinished(storage, live, "be1", JOB_1);
        assumeTrue(world.fill(), "can't be filled");

        twice(() -> storage.releaseReserve());
        storage.discard("be1", JOB_1);
        storage.releaseSnapshot(LIVE, Sequences.snapshotName(JOB_1), JOB_1);
        twice(() -> storage.takeReserve());

        assertThat(storage.list()).extracting(Be::name).containsExactly(LIVE);
        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    @Test
    void shouldTellOfItsHealth() {
        storage.takeReserve();
        Inspection taken = storage.inspect();
        assumeTrue(taken.reserveBytes() != Inspection.UNKNOWN, "tells nothing");

        storage.releaseReserve();

        assertThat(taken.reserveBytes()).isPositive();
        assertThat(storage.inspect().reserveBytes()).isZero();
        assertThat(taken.troubles()).isEmpty();
        assertThat(taken.foreign()).isEmpty();
        assertThat(taken.facts()).isNotEmpty();
    }

    // ---- words of this contract

    Be be(String name) {
        return storage.list().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no BE " + name + ": " + storage.list()));
    }

    /** A finished BE with the live one's tree as it is now; gives its name back. */
    String madeBe(String name) {
        sequences.makeBe(
                storage, storage.capture(be(LIVE)), name, "uuid-of-" + name, new Tag("contract", 7, "snapshot"));
        return name;
    }

    /** Mounts a BE for the user; gives the folder. */
    Path mounted(String name) throws IOException {
        Path folder = temporary.toRealPath().resolve("mounted-" + name);
        storage.mount(be(name), folder, SharedFiles.NONE);
        return folder;
    }

    private static String foreign(Supplier<Optional<String>> act) {
        return act.get().orElseGet(() -> abort("no other tool changes this root"));
    }

    private static void twice(Runnable change) {
        change.run();
        change.run();
    }

    private static <T> T twice(Supplier<T> change) {
        T first = change.get();
        assertThat(change.get()).isEqualTo(first);
        return first;
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call, String named) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SnapupException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal).hasMessageContaining(named);
        });
    }

    /** For backends' own tests. */
    List<String> beNames() {
        return storage.list().stream().map(Be::name).toList();
    }
}
