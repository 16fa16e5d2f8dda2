package org.snapup.daemon.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.OpenStorage.foreign;
import static org.snapup.daemon.storage.contract.OpenStorage.twice;
import static org.snapup.daemon.storage.contract.StorageContract.JOB_1;
import static org.snapup.daemon.storage.contract.StorageContract.JOB_2;
import static org.snapup.daemon.storage.contract.StorageContract.SNAPSHOT;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.protocol.ErrorCode;

/** Snapshots of jobs and of users, and the way back to one. */
interface SnapshotContract extends OpenStorage {
    @Test
    default void shouldTakeAndReleaseSnapshotOnce() {
        Captured live = storage().capture(be(LIVE));

        twice(() -> storage().snapshot(live, SNAPSHOT, JOB_1));

        assertThat(be(LIVE).snapshots()).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.name()).isEqualTo(SNAPSHOT);
            assertThat(snapshot.tag()).isEqualTo(JOB_1);
            assertThat(snapshot.released()).isFalse();
        });
        twice(() -> storage().releaseSnapshot(LIVE, SNAPSHOT, JOB_1));
        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    @Test
    default void shouldNotTakeOtherSnapshotsName() {
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, SNAPSHOT, JOB_1);
        storage().snapshot(live, "mine", null);

        assertRefused(ErrorCode.NAME_TAKEN, () -> storage().snapshot(live, SNAPSHOT, JOB_2), SNAPSHOT);
        assertRefused(ErrorCode.NAME_TAKEN, () -> storage().snapshot(live, "mine", JOB_1), "mine");
    }

    @Test
    default void shouldReleaseNothingButItsOwn() {
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, "mine", null);
        storage().snapshot(live, SNAPSHOT, JOB_2);

        storage().releaseSnapshot(LIVE, "mine", JOB_1);
        storage().releaseSnapshot(LIVE, SNAPSHOT, JOB_1);

        assertThat(be(LIVE).snapshots()).extracting(BeSnapshot::name).containsExactlyInAnyOrder("mine", SNAPSHOT);
    }

    @Test
    default void shouldDestroySnapshotOfUser() {
        storage().snapshot(storage().capture(be(LIVE)), "mine", null);

        assertRefused(ErrorCode.NO_SUCH_SNAPSHOT, () -> storage().planDestroy(be(LIVE), "nope", false), "nope");
        Destruction plan = storage().planDestroy(be(LIVE), "mine", false);
        twice(() -> storage().destroy(plan));

        assertThat(be(LIVE).snapshots()).isEmpty();
    }

    @Test
    default void shouldNotDestroySnapshotThatForeignCloneNeeds() {
        storage().snapshot(storage().capture(be(LIVE)), "mine", null);
        String clone = foreign(() -> world().foreignClone(LIVE, "mine"));

        assertRefused(ErrorCode.FOREIGN_OBJECTS, () -> storage().planDestroy(be(LIVE), "mine", false), "mine");
        assertThat(world().exists(clone)).isTrue();
    }

    @Test
    default void shouldRollBackBeThatIsNotLive() throws IOException {
        Path folder = mounted(madeBe("be1"));
        storage().snapshot(storage().capture(be("be1")), "mine", null);
        sequences().writeTree(folder, "later");
        storage().unmount(be("be1"), false);

        twice(() -> storage().rollback(be("be1"), "mine"));

        assertThat(sequences().readTree(mounted("be1"))).isEqualTo("old");
    }

    @Test
    default void shouldNotRollBackOverNewerSnapshot() throws IOException {
        madeBe("be1");
        storage().snapshot(storage().capture(be("be1")), "older", null);
        storage().snapshot(storage().capture(be("be1")), "newer", null);

        assertRefused(ErrorCode.FOREIGN_OBJECTS, () -> storage().rollback(be("be1"), "older"), "newer");
    }
}
