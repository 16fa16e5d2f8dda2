package org.snapup.daemon.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.OpenStorage.foreign;
import static org.snapup.daemon.storage.contract.OpenStorage.twice;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Finished BEs in use: mounted, held by a process, booted once, destroyed. */
interface UseContract extends OpenStorage {
    @Test
    default void shouldNameProcessThatHoldsMountedBe() throws IOException {
        assumeTrue(world().canBeBusy(), "no process can hold a BE here");
        Path folder = mounted(madeBe("be1"));
        storage().requireMovable(be("be1"));
        Process holder =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        try {
            assertRefused(ErrorCode.BE_BUSY, () -> storage().requireMovable(be("be1")), Long.toString(holder.pid()));
            assertRefused(
                    ErrorCode.BE_BUSY,
                    () -> storage().unmountAll(storage().capture(be("be1"))),
                    Long.toString(holder.pid()));
            assertThat(sequences().readTree(folder)).isEqualTo("old");
        } finally {
            holder.destroyForcibly().onExit().join();
        }
    }

    @Test
    default void shouldMountFinishedBeWhereAskedAndLeaveItsSettings() throws IOException {
        madeBe("be1");
        var settings = world().settings("be1");
        Path folder = folder().toRealPath().resolve("asked for");

        twice(() -> storage().mount(be("be1"), folder, SharedFiles.NONE));
        assertThat(sequences().readTree(folder)).isEqualTo("old");
        assertThat(be("be1").mountpoint()).isEqualTo(folder);
        twice(() -> storage().unmount(be("be1"), false));

        assertThat(be("be1").mountpoint()).isNull();
        assertThat(world().settings("be1")).isEqualTo(settings);
    }

    @Test
    default void shouldUnmountByForceWhatIsInUse() throws IOException {
        madeBe("be1");
        var settings = world().settings("be1");
        Path folder = mounted("be1");
        Process holder =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        try {
            storage().unmount(be("be1"), true);

            assertThat(holder.isAlive()).isTrue();
            assertThat(be("be1").mountpoint()).isNull();
            assertThat(world().settings("be1")).isEqualTo(settings);
        } finally {
            holder.destroyForcibly().onExit().join();
        }
        assertThat(sequences().readTree(mounted("be1"))).isEqualTo("old");
    }

    @Test
    default void shouldNotMountOverFiles() throws IOException {
        madeBe("be1");
        Path folder = Files.createDirectory(folder().resolve("full"));
        Files.writeString(folder.resolve("file"), "theirs");

        assertThatThrownBy(() -> storage().mount(be("be1"), folder, SharedFiles.NONE))
                .isInstanceOf(SnapupException.class);

        assertThat(be("be1").mountpoint()).isNull();
        assertThat(folder.resolve("file")).hasContent("theirs");
    }

    @Test
    default void shouldBootOnceOrRefuse() {
        madeBe("be1");
        Optional<String> obstacle = storage().onceObstacle();
        if (obstacle.isPresent()) {
            assertRefused(ErrorCode.NOT_SUPPORTED, () -> storage().activateOnce("be1"), obstacle.get());
            twice(storage()::deactivateOnce);
            assertThat(be("be1").once()).isFalse();
            return;
        }

        twice(() -> storage().activateOnce("be1"));
        assertThat(be("be1").once()).isTrue();
        assertThat(be("be1").next()).isFalse();
        assertThat(be(LIVE).next()).isTrue();
        assertRefused(ErrorCode.BE_ACTIVE, () -> storage().planDestroy(be("be1"), null, false), "once");

        twice(storage()::deactivateOnce);
        assertThat(be("be1").once()).isFalse();

        storage().activateOnce("be1");
        twice(() -> storage().activate("be1"));
        assertThat(be("be1").once()).isFalse();
        assertThat(be("be1").next()).isTrue();
    }

    @Test
    default void shouldRefuseToDestroyWhatRunsOrBootsNext() {
        madeBe("be1");
        storage().activate("be1");

        assertRefused(ErrorCode.BE_ACTIVE, () -> storage().planDestroy(be(LIVE), null, false), LIVE);
        assertRefused(ErrorCode.BE_ACTIVE, () -> storage().planDestroy(be("be1"), null, false), "be1");
    }

    @Test
    default void shouldDestroyBeThatOthersDependOn() throws IOException {
        madeBe("be1");
        Be first = be("be1");
        sequences()
                .makeBe(storage(), storage().capture(first), "be2", "uuid-of-be2", new Tag("contract", 8, "snapshot"));

        Destruction plan = storage().planDestroy(first, null, false);
        twice(() -> storage().destroy(plan));

        assertThat(storage().list()).extracting(Be::name).containsExactlyInAnyOrder(LIVE, "be2");
        assertThat(sequences().readTree(mounted("be2"))).isEqualTo("old");
    }

    @Test
    default void shouldSpareForeignCloneOfDestroyedBe() {
        madeBe("be1");
        foreign(() -> world().foreignSnapshot("be1", "theirs"));
        String clone = foreign(() -> world().foreignClone("be1", "theirs"));

        Destruction plan = storage().planDestroy(be("be1"), null, false);
        twice(() -> storage().destroy(plan));

        assertThat(storage().list()).extracting(Be::name).containsExactly(LIVE);
        assertThat(world().exists(clone)).isTrue();
    }
}
