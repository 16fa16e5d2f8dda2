package org.snapup.daemon.storage.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.daemon.storage.contract.OpenStorage.assertRefused;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.contract.Sequences;
import org.snapup.protocol.ErrorCode;

/** What other tools made: it is seen, spared, and taken for what it is. */
class ZfsOthersObjectsIT extends ZfsCase {
    @Test
    void shouldSeeWhatIsNoBe() {
        world().fuse().zfs("snapshot", ROOT + "@theirs");

        Inspection seen = storage().inspect();

        assertThat(seen.foreign()).containsExactly(ROOT + "@theirs");
        assertThat(seen.troubles()).isEmpty();
        assertThat(seen.facts()).anyMatch(line -> line.startsWith(ROOT + "/" + LIVE + " "));
    }

    @Test
    void shouldKeepOlderSnapshotsAndTheirClonesThroughRestore() throws IOException {
        madeBe("be1");
        String snapshot = world().foreignSnapshot("be1", "theirs").orElseThrow();
        String clone = world().foreignClone("be1", "theirs").orElseThrow();
        Path folder = mounted("be1");
        Captured original = storage().capture(be("be1"));
        storage().snapshot(original, SNAPSHOT, JOB);
        sequences().writeTree(folder, "broken");

        Optional<String> kept = sequences().restore(storage(), original, SNAPSHOT, JOB, Sequences.ONCE);

        assertThat(kept).isEmpty();
        assertThat(world().exists(snapshot)).isTrue();
        assertThat(world().exists(clone)).isTrue();
        assertThat(be("be1").snapshots()).extracting(BeSnapshot::name).contains("theirs");
    }

    /** As beadm leaves it: promoted at activation, so that the live BE is a clone of the new one. */
    @Test
    void shouldDestroyBeThatOtherToolPromoted() {
        world().fuse().zfs("snapshot", "-r", ROOT + "/" + LIVE + "@2026-11-23-01:00:00");
        for (String child : List.of("", "/var", "/var/log", "/data")) {
            world().fuse()
                    .zfs(
                            "clone",
                            "-o",
                            "canmount=noauto",
                            "-o",
                            "mountpoint=none",
                            ROOT + "/" + LIVE + child + "@2026-11-23-01:00:00",
                            ROOT + "/beadm" + child);
            world().fuse().zfs("promote", ROOT + "/beadm" + child);
        }
        String snapshot = world().guid(ROOT + "/beadm@2026-11-23-01:00:00");
        assertThat(be("beadm").uuid()).startsWith("guid-");

        Destruction plan = storage().planDestroy(be("beadm"), null, false);
        storage().destroy(plan);

        assertThat(plan.kept()).anyMatch(name -> name.contains("2026-11-23-01:00:00"));
        assertThat(world().exists(snapshot)).isTrue();
        assertThat(sequences().readTree(world().liveTree())).isEqualTo("old");
        assertThat(storage().list()).extracting(Be::name).containsExactly(LIVE);
    }

    @Test
    void shouldGiveUuidToBeOfOtherTool() {
        assertThat(be(LIVE).uuid()).isEqualTo("guid-" + be(LIVE).guid());

        Captured live = storage().capture(be(LIVE));

        assertThat(be(LIVE).uuid()).isEqualTo(live.uuid()).doesNotStartWith("guid-");
    }

    /** 3: a recursive destroy takes other people's later snapshots silently. */
    @Test
    void shouldSpareForeignSnapshotTakenInUnfinishedClone() {
        Captured live = storage().capture(be(LIVE));
        sequences().makeUnfinished(storage(), live, "be1", JOB);
        String theirs = world().foreignSnapshot("be1", "theirs").orElseThrow();

        assertRefused(ErrorCode.FOREIGN_OBJECTS, () -> storage().discard("be1", JOB), "theirs");

        assertThat(world().exists(theirs)).isTrue();
    }

    /** 3: and those of the BE that is released. */
    @Test
    void shouldSpareForeignSnapshotsWhenReleasing() {
        String before = world().foreignSnapshot(LIVE, "before").orElseThrow();
        storage().snapshot(storage().capture(be(LIVE)), SNAPSHOT, JOB);
        String after = world().foreignSnapshot(LIVE, "after").orElseThrow();

        storage().releaseSnapshot(LIVE, SNAPSHOT, JOB);

        assertThat(be(LIVE).snapshots()).extracting(BeSnapshot::name).containsExactly("before", "after");
        assertThat(world().exists(before)).isTrue();
        assertThat(world().exists(after)).isTrue();
    }
}
