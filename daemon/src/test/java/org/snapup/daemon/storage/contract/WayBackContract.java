package org.snapup.daemon.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.snapup.daemon.storage.contract.OpenStorage.foreign;
import static org.snapup.daemon.storage.contract.OpenStorage.twice;
import static org.snapup.daemon.storage.contract.StorageContract.JOB_1;
import static org.snapup.daemon.storage.contract.StorageContract.SNAPSHOT;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;

/** The way back from a job that failed, wherever the daemon died, and on a full pool. */
interface WayBackContract extends OpenStorage {
    /** How many of the daemon's points of death are one step; a backend whose changes are another's takes few. */
    default int deathStride() {
        return 1;
    }

    @Test
    default void shouldRestoreBeFromSnapshotInItsPlace() throws IOException {
        Path folder = mounted(madeBe("be1"));
        storage().activate("be1");
        var settings = world().settings("be1");
        Be before = be("be1");
        Captured original = storage().capture(before);
        storage().snapshot(original, SNAPSHOT, JOB_1);
        sequences().writeTree(folder, "broken");

        Optional<String> kept = sequences().restore(storage(), original, SNAPSHOT, JOB_1, Sequences.TWICE);

        assertThat(kept).isEmpty();
        Be after = be("be1");
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.next()).isTrue();
        assertThat(after.tag()).isNull();
        assertThat(after.mountpoint()).isEqualTo(before.mountpoint());
        assertThat(sequences().readTree(folder)).isEqualTo("old");
        assertThat(world().settings("be1")).isEqualTo(settings);
        assertThat(storage().list()).extracting(Be::name).containsExactlyInAnyOrder(LIVE, "be1");
        storage().unmount(after, false);
        assertThat(be("be1").mountpoint()).isNull();
        assertThat(be(LIVE).next()).isFalse();
    }

    @Test
    default void shouldKeepOriginalWithForeignSnapshotAndSayHowToRemoveIt() throws IOException {
        Path folder = mounted(madeBe("be1"));
        String earlier = foreign(() -> world().foreignSnapshot("be1", "earlier"));
        Captured original = storage().capture(be("be1"));
        storage().snapshot(original, SNAPSHOT, JOB_1);
        sequences().writeTree(folder, "broken");
        String later = foreign(() -> world().foreignSnapshot("be1", "later"));

        Optional<String> kept = sequences().restore(storage(), original, SNAPSHOT, JOB_1, Sequences.TWICE);

        assertThat(kept)
                .hasValueSatisfying(command -> assertThat(command).contains(Sequences.failedName("be1", JOB_1)));
        assertThat(world().exists(earlier)).isTrue();
        assertThat(world().exists(later)).isTrue();
        assertThat(sequences().readTree(folder)).isEqualTo("old");
        assertThat(storage().list())
                .extracting(Be::name)
                .containsExactlyInAnyOrder(LIVE, "be1", Sequences.failedName("be1", JOB_1));
    }

    @Test
    default void shouldUndoNewBeWhereverTheDaemonDied() throws IOException {
        for (int point = 1; point < 200; point += deathStride()) {
            Optional<Storage> dying = world().openDyingAt(point);
            if (dying.isEmpty()) {
                abort("this backend's changes can't be interrupted");
            }
            Captured live = storage().capture(be(LIVE));
            boolean whole = sequences().survives(() -> sequences().makeUnfinished(dying.get(), live, "be1", JOB_1));
            Storage next = world().open();
            next.discard("be1", JOB_1);
            next.releaseSnapshot(LIVE, Sequences.snapshotName(JOB_1), JOB_1);
            next.close();

            assertThat(storage().list()).as("point %s", point).singleElement().satisfies(be -> {
                assertThat(be.snapshots()).isEmpty();
                assertThat(be.next()).isTrue();
            });
            assertThat(sequences().readTree(world().liveTree())).isEqualTo("old");
            if (whole) {
                return;
            }
        }
    }

    @Test
    default void shouldFinishRestoreWhereverTheDaemonDied() throws IOException {
        Path folder = mounted(madeBe("be1"));
        storage().activate("be1");
        Be live = be(LIVE);
        var settings = world().settings("be1");
        List<String> objects = world().objects();
        for (int point = 1; point < 200; point += deathStride()) {
            Tag tag = new Tag("contract", point, "snapshot");
            Captured original = storage().capture(be("be1"));
            storage().snapshot(original, Sequences.snapshotName(tag), tag);
            sequences().writeTree(folder, "broken");
            Optional<Storage> dying = world().openDyingAt(point);
            if (dying.isEmpty()) {
                abort("this backend's changes can't be interrupted");
            }

            boolean whole = sequences()
                    .survives(() -> sequences()
                            .restore(dying.get(), original, Sequences.snapshotName(tag), tag, Sequences.ONCE));
            Storage next = world().open();
            sequences().restore(next, original, Sequences.snapshotName(tag), tag, Sequences.ONCE);
            next.close();

            assertThat(storage().list())
                    .as("point %s", point)
                    .extracting(Be::name, Be::uuid, Be::next)
                    .containsExactlyInAnyOrder(tuple(LIVE, live.uuid(), false), tuple("be1", original.uuid(), true));
            assertThat(sequences().readTree(folder)).isEqualTo("old");
            assertThat(world().settings("be1")).as("point %s", point).isEqualTo(settings);
            assertThat(world().objects()).as("point %s", point).isEqualTo(objects);
            if (whole) {
                return;
            }
        }
    }

    @Test
    default void shouldUndoOnFullPoolFromTheReserve() throws IOException {
        storage().takeReserve();
        Captured live = storage().capture(be(LIVE));
        sequences().makeUnfinished(storage(), live, "be1", JOB_1);
        assumeTrue(world().fill(), "can't be filled");

        twice(() -> storage().releaseReserve());
        storage().discard("be1", JOB_1);
        storage().releaseSnapshot(LIVE, Sequences.snapshotName(JOB_1), JOB_1);
        twice(() -> storage().takeReserve());

        assertThat(storage().list()).extracting(Be::name).containsExactly(LIVE);
        assertThat(be(LIVE).snapshots()).isEmpty();
    }
}
