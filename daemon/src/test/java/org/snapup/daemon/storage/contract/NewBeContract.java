package org.snapup.daemon.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.OpenStorage.twice;
import static org.snapup.daemon.storage.contract.StorageContract.JOB_1;
import static org.snapup.daemon.storage.contract.StorageContract.SNAPSHOT;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** New BEs: clones of snapshots, and what came as a stream. */
interface NewBeContract extends OpenStorage {
    @Test
    default void shouldMakeBeFromSnapshotAndLeaveTheLiveOneAlone() throws IOException {
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, SNAPSHOT, JOB_1);
        sequences().writeTree(world().liveTree(), "later");

        twice(() -> storage().cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB_1));
        assertThat(be("be1").tag()).isEqualTo(JOB_1);
        assertThat(be("be1").uuid()).isEqualTo("uuid-1");
        Path tree = twice(() -> storage().mountPrivately("be1", JOB_1));
        assertThat(sequences().readTree(tree)).isEqualTo("old");
        sequences().writeTree(tree, "new");
        twice(() -> storage().unmountPrivate("be1", JOB_1));
        twice(() -> storage().finish("be1", live, JOB_1));
        assertThat(be("be1").next()).isFalse();
        twice(() -> storage().activate("be1"));
        twice(() -> storage().releaseSnapshot(LIVE, SNAPSHOT, JOB_1));
        twice(() -> storage().untag("be1", JOB_1));

        assertThat(be("be1")).satisfies(be -> {
            assertThat(be.next()).isTrue();
            assertThat(be.live()).isFalse();
            assertThat(be.tag()).isNull();
            assertThat(be.uuid()).isEqualTo("uuid-1");
            assertThat(be.mountpoint()).isNull();
        });
        assertThat(be(LIVE).live()).isTrue();
        assertThat(be(LIVE).next()).isFalse();
        assertThat(sequences().readTree(world().liveTree())).isEqualTo("later");
        assertThat(sequences().readTree(mounted("be1"))).isEqualTo("new");
    }

    @Test
    default void shouldDiscardUnfinishedCloneAndNothingElse() throws IOException {
        String kept = madeBe("kept");
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, SNAPSHOT, JOB_1);
        storage().cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB_1);
        storage().mountPrivately("be1", JOB_1);

        twice(() -> storage().discard("be1", JOB_1));
        twice(() -> storage().releaseSnapshot(LIVE, SNAPSHOT, JOB_1));

        assertThat(storage().list()).extracting(Be::name).containsExactlyInAnyOrder(LIVE, kept);
        assertThat(be(LIVE).snapshots()).noneMatch(snapshot -> !snapshot.released());
        assertThatThrownBy(() -> storage().discard(kept, JOB_1)).isInstanceOf(SnapupException.class);
        assertThat(storage().list()).extracting(Be::name).contains(kept);
    }

    @Test
    default void shouldNotCloneToNameThatIsTaken() {
        String taken = madeBe("taken");
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, SNAPSHOT, JOB_1);

        assertRefused(
                ErrorCode.NAME_TAKEN, () -> storage().cloneSnapshot(live, SNAPSHOT, taken, "uuid-2", JOB_1), taken);
    }

    @Test
    default void shouldSayThatTheSnapshotToCloneIsGone() {
        Captured live = storage().capture(be(LIVE));
        storage().snapshot(live, SNAPSHOT, JOB_1);
        storage().releaseSnapshot(LIVE, SNAPSHOT, JOB_1);

        assertRefused(
                ErrorCode.NO_SUCH_SNAPSHOT,
                () -> storage().cloneSnapshot(live, SNAPSHOT, "be1", "uuid-1", JOB_1),
                SNAPSHOT);

        storage().discard("be1", JOB_1);
        assertThat(storage().list()).extracting(Be::name).containsExactly(LIVE);
    }

    @Test
    default void shouldCloneTheRootAloneWithADescription() {
        Captured live = storage().capture(be(LIVE)).forNew(Map.of(), "before the upgrade", false);
        sequences().makeBe(storage(), live, "be1", "uuid-of-be1", JOB_1);

        assertThat(be("be1").datasets()).hasSize(1);
        assertThat(be("be1").description()).isEqualTo("before the upgrade");
        assertThat(be(LIVE).datasets()).hasSize(world().nested().size() + 1);
        assertThat(be(LIVE).description()).isNull();
        assertThat(storage().capture(be("be1")).datasets().get(0).properties())
                .containsEntry(Captured.DESCRIPTION, "before the upgrade");
    }

    @Test
    default void shouldRefuseWhatANewBeCantHave() {
        storage().requireSupported(Map.of(), null);
        assertRefused(ErrorCode.NOT_SUPPORTED, () -> storage().requireSupported(Map.of(), "nosuchpool"), "pool");
        assertThatThrownBy(() -> storage().requireSupported(Map.of("mountpoint", "/"), null))
                .isInstanceOf(SnapupException.class)
                .hasMessageContaining("mountpoint");
    }

    @Test
    default void shouldMakeABeOfAStreamOrRefuse() throws IOException {
        madeBe("be1");
        storage().snapshot(storage().capture(be("be1")), "sent", null);
        Path stream = folder().resolve("stream");
        try (OutputStream out = Files.newOutputStream(stream)) {
            storage().send(be("be1"), "sent", out);
        } catch (SnapupException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
            return;
        }

        twice(() -> storage().receive("be2", "uuid-of-be2", stream, JOB_1));

        assertThat(be("be2").tag()).isEqualTo(JOB_1);
        assertThat(be("be2").uuid()).isEqualTo("uuid-of-be2");
        assertThat(be("be2").snapshots()).isEmpty();
        assertThat(be("be2").mountpoint()).isNull();
        assertThat(be("be2").datasets()).hasSameSizeAs(be("be1").datasets());
        twice(() -> storage().untag("be2", JOB_1));
        assertThat(sequences().readTree(mounted("be2"))).isEqualTo("old");
        assertRefused(ErrorCode.NAME_TAKEN, () -> storage().receive("be1", "u", stream, JOB_1), "be1");

        byte[] whole = Files.readAllBytes(stream);
        Files.write(stream, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> storage().receive("be3", "uuid-of-be3", stream, JOB_1))
                .isInstanceOf(SnapupException.class);
        twice(() -> storage().discard("be3", JOB_1));
        Files.writeString(stream, "no stream");
        assertRefused(ErrorCode.INVALID_REQUEST, () -> storage().receive("be3", "u", stream, JOB_1), "be3");
        assertThat(storage().list()).noneMatch(be -> be.name().equals("be3"));
    }
}
