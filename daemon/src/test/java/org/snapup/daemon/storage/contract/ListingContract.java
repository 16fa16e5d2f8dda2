package org.snapup.daemon.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.snapup.daemon.storage.contract.OpenStorage.twice;
import static org.snapup.daemon.storage.contract.StorageContract.JOB_1;
import static org.snapup.daemon.storage.contract.StorageContract.SNAPSHOT;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.Storage;

/** What a backend says of its BEs, of itself, and of what changed. */
interface ListingContract extends OpenStorage {
    @Test
    default void shouldListTheOneBeAsLiveAndNext() {
        assertThat(storage().list()).singleElement().satisfies(be -> {
            assertThat(be.name()).isEqualTo(LIVE);
            assertThat(be.live()).isTrue();
            assertThat(be.next()).isTrue();
            assertThat(be.tag()).isNull();
            assertThat(be.snapshots()).isEmpty();
        });
    }

    @Test
    default void shouldFindBeByItsRootOnly() throws IOException {
        Path folder = mounted(madeBe("be1"));

        assertThat(storage().at(folder))
                .hasValueSatisfying(be -> assertThat(be.name()).isEqualTo("be1"));
        assertThat(storage().at(Files.createDirectory(folder().resolve("elsewhere"))))
                .isEmpty();
        storage().requireUsable(be("be1"));
    }

    @Test
    default void shouldMarkChangesByAnybody() {
        String before = storage().changeMark();
        assertThat(storage().changeMark()).isEqualTo(before);

        storage().snapshot(storage().capture(be(LIVE)), SNAPSHOT, JOB_1);

        String after = storage().changeMark();
        assertThat(after).isNotEqualTo(before);
        if (world().foreignSnapshot(LIVE, "theirs").isPresent()) {
            assertThat(storage().changeMark()).isNotEqualTo(after);
        }
    }

    @Test
    default void shouldTellOfItsHealth() {
        storage().takeReserve();
        Inspection taken = storage().inspect();
        assumeTrue(taken.reserveBytes() != Inspection.UNKNOWN, "tells nothing");

        storage().releaseReserve();

        assertThat(taken.reserveBytes()).isPositive();
        assertThat(storage().inspect().reserveBytes()).isZero();
        assertThat(taken.troubles()).isEmpty();
        assertThat(taken.foreign()).isEmpty();
        assertThat(taken.facts()).isNotEmpty();
    }

    @Test
    default void shouldKeepInstanceThatItIsBoundTo() {
        assertThat(storage().boundInstance()).isEmpty();

        twice(() -> storage().bindInstance("contract"));

        Storage again = world().open();
        assertThat(again.boundInstance()).contains("contract");
        again.close();
    }

    @Test
    default void shouldPlaceStateOutsideEveryBe() {
        Path state = storage().stateDirectory(world().liveTree().resolve("var/lib/snapup"));

        assertThat(state).isDirectory();
        assertThat(storage().isInsideBe(state)).isFalse();
        assertThat(storage().isInsideBe(world().liveTree().resolve("etc"))).isTrue();
        assertThat(storage().stateDirectory(world().liveTree().resolve("var/lib/snapup")))
                .isEqualTo(state);
    }
}
