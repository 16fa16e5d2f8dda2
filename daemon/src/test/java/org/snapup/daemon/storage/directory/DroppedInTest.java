package org.snapup.daemon.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Requires;

/** What people put into, and do to, the root by hand. */
class DroppedInTest {
    private static final Tag TAG = new Tag("hand", 1, "step");

    @TempDir(factory = MemoryFolder.class)
    Path temporary;

    private Path root;
    private DirectoryStorage storage;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temporary.resolve("root")).toRealPath();
        tree("be0");
        storage = open("be0");
    }

    private DirectoryStorage open(String live) {
        return DirectoryStorage.open(new DirectoryConfig(root, live, 0));
    }

    private void tree(String name) throws IOException {
        Files.createDirectories(root.resolve(name).resolve("etc"));
        Files.writeString(root.resolve(name).resolve("etc/word"), name);
    }

    private Be be(String name) {
        return storage.list().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + storage.list()));
    }

    private void make(String name) {
        Captured live = storage.capture(be("be0"));
        storage.snapshot(live, "s", TAG);
        storage.cloneSnapshot(live, "s", name, "uuid-" + name, TAG);
        storage.untag(name, TAG);
        storage.releaseSnapshot("be0", "s", TAG);
    }

    @Test
    void shouldListPlainFolderWithStableIdentity() throws IOException {
        Be before = be("be0");
        assertThat(before.guid()).startsWith("plain-");
        assertThat(before.uuid()).isEqualTo("guid-" + before.guid());
        assertThat(root.resolve(Layout.OWN)).doesNotExist();

        storage.snapshot(storage.capture(before), "s", null);

        Be after = be("be0");
        assertThat(after.guid()).isEqualTo(before.guid());
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.live()).isTrue();
        assertThat(Files.readSymbolicLink(root.resolve("be0"))).isEqualTo(Path.of(".snapup/be", after.guid(), "root"));
        assertThat(root.resolve("be0/etc/word")).hasContent("be0");
        assertThat(storage.list()).hasSize(1);
    }

    @Test
    void shouldLeaveForeignFilesAlone() throws IOException {
        Files.writeString(root.resolve("README"), "theirs");
        Files.createSymbolicLink(root.resolve("link"), Path.of("README"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of(".snapup/be/nothing/root"));
        Files.createDirectory(root.resolve("lost+found"));
        Files.createDirectories(root.resolve(".snapup/new/strange"));
        make("be1");

        assertThat(storage.list()).extracting(Be::name).containsExactlyInAnyOrder("be0", "be1");
        assertThatThrownBy(() -> storage.rename(be("be1").guid(), "README"))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_TAKEN));
        storage.destroy(storage.planDestroy(be("be1"), null, false));

        assertThat(root.toFile().list())
                .containsExactlyInAnyOrder("README", "link", "dangling", "lost+found", ".snapup", "be0");
        assertThat(root.resolve("README")).hasContent("theirs");
        assertThat(root.resolve(".snapup/new/strange")).isDirectory();
    }

    @Test
    void shouldFollowLinksThatPeopleMake() throws IOException {
        make("be1");
        Files.createSymbolicLink(root.resolve("live"), Path.of("be1"));
        Files.createSymbolicLink(root.resolve("next"), Path.of("be0"));

        storage = open(DirectoryConfig.AUTO);

        assertThat(be("be1").live()).isTrue();
        assertThat(be("be1").mountpoint()).isEqualTo(root.resolve("be1"));
        assertThat(be("be0").next()).isTrue();
        assertThat(be("be0").live()).isFalse();
        storage.rename(be("be0").guid(), "renamed");
        assertThat(be("renamed").next()).isTrue();
        assertThat(root.resolve("next/etc/word")).hasContent("be0");
    }

    @Test
    void shouldKnowBeRenamedByHand() throws IOException {
        make("be1");
        String guid = be("be1").guid();

        Files.move(root.resolve("be1"), root.resolve("mine"));

        assertThat(be("mine").guid()).isEqualTo(guid);
        storage.activate("mine");
        assertThat(be("mine").next()).isTrue();
        Files.delete(root.resolve("mine"));
        assertThat(be("be1").guid()).as("found by its record").isEqualTo(guid);
    }

    @Test
    void shouldKeepUnfinishedTreesFromOthers() throws IOException {
        Captured live = storage.capture(be("be0"));
        storage.snapshot(live, "s", TAG);
        storage.cloneSnapshot(live, "s", "be1", "uuid", TAG);
        Path folder = storage.mountPrivately("be1", TAG).getParent();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        storage.finish("be1", live, TAG);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx--x--x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        root.resolve(".snapup/be").resolve(be("be0").guid()).resolve("snapshots"))))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldKeepSnapshotTakenAfterDestructionWasPlanned() {
        make("be1");
        Destruction plan = storage.planDestroy(be("be1"), null, false);
        storage.snapshot(storage.capture(be("be1")), "later", null);

        assertThatThrownBy(() -> storage.destroy(plan))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FOREIGN_OBJECTS));

        assertThat(be("be1").snapshots()).hasSize(1);
    }

    @Test
    void shouldGiveBackFolderThatMountReplaced() throws IOException {
        make("be1");
        Path there = Files.createDirectory(temporary.toRealPath().resolve("there"));
        Path absent = temporary.toRealPath().resolve("absent");

        storage.mount(be("be1"), there, SharedFiles.NONE);
        assertThat(storage.at(there).map(Be::name)).contains("be1");
        assertThatThrownBy(() -> storage.mount(be("be1"), absent, SharedFiles.NONE))
                .isInstanceOf(SnapupException.class);
        storage.unmount(be("be1"), false);
        assertThat(Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)).isTrue();
        storage.mount(be("be1"), absent, SharedFiles.NONE);
        storage.unmount(be("be1"), false);

        assertThat(absent).doesNotExist();
        assertThat(root.resolve("be1/etc/word")).exists();
    }

    @Test
    void shouldResolveNameAndMountButNothingBelow() throws IOException {
        assertThat(storage.at(root.resolve("be0")).map(Be::name)).contains("be0");
        assertThat(storage.at(root.resolve("be0/etc"))).isEmpty();
        assertThat(storage.at(root)).isEmpty();
        assertThat(storage.at(root.resolve("nothing"))).isEmpty();
    }

    @Test
    void shouldSpareFilesystemThatIsMountedInBe() throws IOException {
        Requires.root();
        make("be1");
        Path below = Files.createDirectory(root.resolve("be1/mnt")).toRealPath();
        run("mount", "-t", "tmpfs", "none", below.toString());
        try {
            Files.writeString(below.resolve("theirs"), "x");

            assertThatThrownBy(() -> storage.requireMovable(be("be1"))).hasMessageContaining(below.toString());
            assertThatThrownBy(() -> storage.planDestroy(be("be1"), null, false))
                    .hasMessageContaining(below.toString());
            storage.snapshot(storage.capture(be("be1")), "s", null);

            assertThat(below.resolve("theirs")).hasContent("x");
            assertThat(root.resolve(".snapup/be").resolve(be("be1").guid()).resolve("snapshots/s/root/mnt"))
                    .isEmptyDirectory();
        } finally {
            run("umount", below.toString());
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.onExit().join().exitValue()).isZero();
    }

    @Test
    void shouldSayWhatToDoWithoutRoot() {
        assertThatThrownBy(() ->
                        DirectoryStorage.open(new DirectoryConfig(root.resolve("nothing"), DirectoryConfig.AUTO, 0)))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION));
        assertThatThrownBy(() -> open("nothing")).hasMessageContaining("nothing");
    }

    @Test
    void shouldListDamagedRecordAndRefuseToChangeIt() throws IOException {
        make("be1");
        Path record = root.resolve(".snapup/be").resolve(be("be1").guid()).resolve(BeRecord.FILE);
        Files.writeString(record, "{\"form");

        assertThat(be("be1").tag()).isNull();
        assertThatThrownBy(() -> storage.requireUsable(be("be1")))
                .hasMessageContaining(record.toString())
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BE_UNSUPPORTED));
        assertThatThrownBy(() -> storage.activate("be1")).isInstanceOf(SnapupException.class);
    }

    @Test
    void shouldClearWhatNobodyRepeated() throws IOException {
        make("be1");
        Path making = root.resolve(".snapup/new");
        storage.bindInstance("hand");
        for (String name : new String[] {"snapshot-g-ours", "snapshot-g-theirs", "rollback-g", "strange"}) {
            Files.createDirectories(making.resolve(name).resolve("root/etc"));
        }
        Files.writeString(
                making.resolve("snapshot-g-theirs").resolve(SnapshotRecord.FILE),
                "{\"format\":1,\"name\":\"s\",\"guid\":\"g\",\"created\":\"2026-01-01T00:00:00Z\","
                        + "\"tag\":\"other:1:s\",\"bytes\":0}");

        storage.takeReserve();

        assertThat(making.toFile().list()).containsExactlyInAnyOrder("snapshot-g-theirs", "strange");
    }

    @Test
    void shouldRefuseMountPointInTheRoot() throws IOException {
        Requires.root();
        tree("other");
        run(
                "mount",
                "--bind",
                root.resolve("other").toString(),
                root.resolve("other").toString());
        try {
            assertThatThrownBy(() -> storage.requireUsable(be("other")))
                    .isInstanceOfSatisfying(
                            SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BE_UNSUPPORTED));
            assertThatThrownBy(() -> storage.activate("other")).isInstanceOf(SnapupException.class);
            assertThat(root.resolve("other/etc/word")).hasContent("other");
        } finally {
            run("umount", root.resolve("other").toString());
        }
    }

    @Test
    void shouldReadTenThousandSnapshotsOnce() throws IOException {
        make("be1");
        Path snapshots = Files.createDirectories(
                root.resolve(".snapup/be").resolve(be("be1").guid()).resolve("snapshots"));
        for (int i = 0; i < 10_000; i++) {
            Path folder = Files.createDirectories(snapshots.resolve("s" + i).resolve("root"));
            Files.writeString(
                    folder.resolveSibling(SnapshotRecord.FILE),
                    "{\"format\":1,\"name\":\"s" + i + "\",\"guid\":\"g" + i
                            + "\",\"created\":\"2026-01-01T00:00:00Z\",\"bytes\":1}");
        }
        assertThat(be("be1").snapshots()).hasSize(10_000);

        long start = System.nanoTime();
        String mark = storage.changeMark();
        storage.list();
        long milliseconds = (System.nanoTime() - start) / 1_000_000;

        assertThat(mark).isEqualTo(storage.changeMark());
        assertThat(milliseconds).as("ms; about 30 on an idle machine").isLessThan(3000);
    }
}
