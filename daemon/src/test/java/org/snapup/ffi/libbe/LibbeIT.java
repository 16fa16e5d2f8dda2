package org.snapup.ffi.libbe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.daemon.storage.zfs.ZfsWorld.POOL;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.libbe.LibbeWorld;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.nvpair.NvList;
import org.snapup.ffi.nvpair.NvType;
import org.snapup.testing.libbe.RealNvpair;
import org.snapup.testing.libbe.TestLibbe;

/** Every function of libbe, on one pool; each test leaves the one BE. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LibbeIT {
    private static final int CALLS = 10_000;

    /** The JVM's own ups and downs; the calls would leak more than 40 MB, were their lists kept. */
    private static final long NO_LEAK = 8 << 20;

    @TempDir
    static Path folder;

    private static LibbeWorld world;
    private static Libbe libbe;

    @BeforeAll
    static void begin() throws IOException {
        world = new LibbeWorld(folder, 128);
        libbe = Libbe.load(world.libbe().file(), RealNvpair.load());
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    @Order(1)
    void shouldListWhatThereIs() {
        String snapshot = libbe.createSnapshot("be0", "mine");

        List<BeNode> nodes = libbe.list(true);
        libbe.destroySnapshot("be0", "mine");

        assertThat(snapshot).isEqualTo("mine");
        assertThat(nodes).singleElement().satisfies(node -> {
            assertThat(node.name()).isEqualTo("be0");
            assertThat(node.pool()).isEqualTo(POOL);
            assertThat(node.rootDataset()).isEqualTo(ROOT + "/be0");
            assertThat(node.mounted()).isTrue();
            assertThat(node.active()).isTrue();
            assertThat(node.activeOnBoot()).isTrue();
            assertThat(node.activeNext()).isFalse();
            assertThat(node.globalActive()).isTrue();
            assertThat(node.mountpoint()).isEqualTo(world.liveTree().toString());
            assertThat(node.policy()).isEqualTo("static");
            assertThat(node.uuid()).isNull();
            assertThat(node.spaceBytes())
                    .isEqualTo(
                            Long.parseLong(world.zfs().fuse().zfs("get", "-Hp", "-o", "value", "used", ROOT + "/be0")));
            assertThat(node.created())
                    .isEqualTo(Long.parseLong(
                            world.zfs().fuse().zfs("get", "-Hp", "-o", "value", "creation", ROOT + "/be0")));
            assertThat(node.datasets())
                    .extracting(BeNode.Dataset::name)
                    .containsExactlyInAnyOrder("be0/var", "be0/var/log", "be0/data");
            assertThat(node.datasets()).allSatisfy(dataset -> {
                assertThat(dataset.mounted()).isTrue();
                assertThat(dataset.created()).isGreaterThanOrEqualTo(node.created());
                assertThat(dataset.spaceBytes()).isPositive();
                assertThat(dataset.mountpoint()).startsWith(world.liveTree().toString());
            });
            assertThat(node.snapshots())
                    .extracting(BeNode.Snapshot::name)
                    .containsExactlyInAnyOrder("be0@mine", "be0/var@mine", "be0/var/log@mine", "be0/data@mine");
            assertThat(node.snapshots())
                    .allSatisfy(each -> assertThat(each.policy()).isEqualTo("static"));
        });
        assertThat(libbe.list(false))
                .singleElement()
                .satisfies(node -> assertThat(node.snapshots()).isEmpty());
        assertThat(libbe.list("nope", true)).isEmpty();
        assertThat(libbe.listUnlessBusy())
                .hasValueSatisfying(list -> assertThat(list).hasSize(1));
        assertThat(libbe.knowsNext()).isTrue();
        assertThat(libbe.maxAvailable(ROOT))
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
    }

    @Test
    @Order(2)
    void shouldCopyMountRenameAndDestroy() throws IOException {
        Files.writeString(world.liveTree().resolve("word"), "old");
        Libbe.Copied copied = libbe.copy(null, null, null);
        Path at = Files.createDirectories(folder.toRealPath().resolve("at"));

        libbe.mount(copied.name(), at.toString(), Libbe.MountFlag.NO_ZONES);

        assertThat(copied.name()).isEqualTo("be0-1");
        assertThat(copied.snapshot()).isNotEmpty();
        assertThat(at.resolve("word")).hasContent("old");
        assertThat(at.resolve("var/log")).isDirectory();
        assertThat(libbe.list("be0-1", false)).hasValueSatisfying(node -> {
            assertThat(node.mountpoint()).isEqualTo(at.toString());
            assertThat(node.uuid()).hasSize(36);
        });
        assertError(BeError.MOUNTED, () -> libbe.mount("be0-1", at.toString()));
        assertError(BeError.MOUNTED, () -> libbe.destroy("be0-1", true, false));
        libbe.unmount("be0-1", false);
        assertError(BeError.NOTMOUNTED, () -> libbe.unmount("be0-1", false));
        assertError(BeError.UMOUNT_CURR_BE, () -> libbe.unmount("be0", true));
        assertError(BeError.RENAME_ACTIVE, () -> libbe.rename("be0", "be9"));
        libbe.rename("be0-1", "renamed");
        assertThat(world.menu()).contains("title renamed", "bootfs " + ROOT + "/renamed");
        assertError(BeError.BE_NOENT, () -> libbe.rename("be0-1", "again"));
        assertError(BeError.BE_EXISTS, () -> libbe.copy("renamed", "be0", copied.snapshot()));
        libbe.copy("second", "be0", copied.snapshot());
        libbe.createSnapshot("second", null);
        assertError(BeError.SS_EXISTS, () -> libbe.destroy("second", false, false));
        assertError(BeError.DESTROY_CURR_BE, () -> libbe.destroy("be0", true, true));
        libbe.destroy("second", true, false);
        libbe.destroy("renamed", false, true);
        libbe.destroySnapshot("be0", Objects.requireNonNull(copied.snapshot()));
        assertThat(libbe.list(true))
                .singleElement()
                .satisfies(node -> assertThat(node.snapshots()).isEmpty());
        assertThat(world.menu()).noneMatch(line -> line.contains("renamed"));
    }

    @Test
    @Order(3)
    void shouldActivateForGoodAndOnce() {
        libbe.copy("be1", null, null);
        String snapshot =
                libbe.list("be0", true).orElseThrow().snapshots().get(0).name();

        libbe.activateOnce("be1", true);
        assertThat(libbe.list(false)).extracting(BeNode::activeNext).containsExactlyInAnyOrder(false, true);
        assertThat(libbe.list("be0", false)).get().matches(BeNode::activeOnBoot);
        libbe.activateOnce("be0", false);
        assertThat(libbe.list(false)).noneMatch(BeNode::activeNext);
        libbe.activate("be1");

        assertThat(libbe.list("be1", false)).get().matches(BeNode::activeOnBoot);
        assertThat(world.libbe().bootLoaders()).isEqualTo(3);
        // Why be_activate isn't used for good: the running BE's snapshots have moved.
        assertThat(libbe.list("be1", true).orElseThrow().snapshots())
                .extracting(BeNode.Snapshot::name)
                .contains(snapshot.replace("be0@", "be1@"));
        libbe.installBootLoader(libbe.list("be1", false).orElseThrow());
        libbe.activate("be0");
        libbe.destroy("be1", true, false);
        libbe.list("be0", true).orElseThrow().snapshots().stream()
                .filter(each -> each.name().startsWith("be0@"))
                .forEach(each -> libbe.destroySnapshot("be0", each.name().substring("be0@".length())));
        assertThat(libbe.list(true)).hasSize(1);
    }

    @Test
    @Order(4)
    void shouldMakeAndRollBack() throws IOException {
        libbe.init("fresh", POOL, NvList.EMPTY.with("compression", NvType.STRING, "on"), List.of("/", "/var"));

        assertThat(libbe.list("fresh", false))
                .hasValueSatisfying(node -> assertThat(node.datasets())
                        .extracting(BeNode.Dataset::name)
                        .containsExactly("fresh/var"));
        assertThat(world.zfs().fuse().zfs("get", "-Hp", "-o", "value", "compression", ROOT + "/fresh"))
                .isEqualTo("on");
        assertError(BeError.BE_EXISTS, () -> libbe.init("fresh", POOL, NvList.EMPTY, List.of("/")));
        libbe.createSnapshot("fresh", "one");
        libbe.createSnapshot("fresh", "two");
        assertError(BeError.SS_EXISTS, () -> libbe.createSnapshot("fresh", "two"));
        assertError(BeError.SS_NOENT, () -> libbe.rollback("fresh", "three"));
        libbe.rollback("fresh", "one");
        // Why be_rollback isn't used: the newer one is gone.
        assertThat(libbe.list("fresh", true).orElseThrow().snapshots())
                .extracting(BeNode.Snapshot::name)
                .containsExactlyInAnyOrder("fresh@one", "fresh/var@one");
        libbe.destroy("fresh", true, false);
    }

    @Test
    @Order(5)
    void shouldReturnEveryErrorOfTheLibrary() {
        for (BeError error : BeError.values()) {
            world.libbe().fail("be_create_snapshot", error.number());
            assertError(error, () -> libbe.createSnapshot("be0", "never"));
        }
        world.libbe().fail("be_create_snapshot", 4999);
        assertThatThrownBy(() -> libbe.createSnapshot("be0", "never"))
                .isInstanceOfSatisfying(LibbeException.class, failed -> {
                    assertThat(failed.error()).isEmpty();
                    assertThat(failed).hasMessageContaining(libbe.errorText(4999));
                });
        world.libbe().fail("be_list", BeError.INIT.number());
        for (int i = 0; i < 100; i++) {
            assertError(BeError.INIT, () -> libbe.list(true));
        }
        world.libbe().fail("", 0);
        assertThat(BeError.EXTCMD.number()).isEqualTo(4065);
        assertThat(BeError.BOOTFILE_INST.cName()).isEqualTo("BE_ERR_BOOTFILE_INST");
    }

    @Test
    @Order(6)
    void shouldLeakNothingInTenThousandCalls() {
        libbe.createSnapshot("be0", "mine");
        world.libbe().hold(true);
        world.libbe().fail("be_list", 0);
        try {
            callOften(CALLS / 5);
            // The JVM's compilers allocate, too, now and then; a leak does each time.
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 3 && least >= NO_LEAK; i++) {
                long before = inUse();
                callOften(CALLS);
                least = Math.min(least, inUse() - before);
            }

            assertThat(world.libbe().allocated()).isZero();
            assertThat(least).isLessThan(NO_LEAK);
        } finally {
            world.libbe().hold(false);
            libbe.destroySnapshot("be0", "mine");
        }
    }

    /** A list with all that can hang on it, and a call with a name-value list that fails at once. */
    private static void callOften(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(libbe.list(true).get(0).snapshots()).hasSize(4);
            assertThatThrownBy(() -> libbe.copy("b@d", "not a name!", "x".repeat(4000)))
                    .isInstanceOf(LibbeException.class);
        }
    }

    /** After the collector gave back what Java's objects held. */
    private static long inUse() {
        WeakReference<Object> old = new WeakReference<>(new Object());
        for (int i = 0; old.get() != null; i++) {
            assertThat(new byte[1 << 20]).isNotEmpty();
            assertThat(i).isLessThan(100_000);
        }
        return world.libbe().inUse();
    }

    @Test
    @Order(7)
    void shouldReadEveryLayoutThatThereIs() {
        libbe.copy("be1", "be0", null);
        for (String variant : List.of("-DFOUR_BOOLEANS", "-DGLOBAL_FIRST")) {
            TestLibbe other = TestLibbe.build(variant);
            other.begin(ROOT, "be0", "", Path.of(""));
            Libbe loaded = Libbe.load(other.file(), RealNvpair.load());

            assertThat(loaded.list(true)).as(variant).isEqualTo(libbe.list(true));
            boolean knowsNext = !variant.equals("-DFOUR_BOOLEANS");
            assertThat(loaded.knowsNext()).as(variant).isEqualTo(knowsNext);
            if (knowsNext) {
                loaded.activateOnce("be1", true);
                assertThat(loaded.list(false))
                        .filteredOn(BeNode::activeNext)
                        .extracting(BeNode::name)
                        .containsExactly("be1");
                assertThat(loaded.list("be0", false)).get().matches(BeNode::globalActive);
                loaded.activateOnce("be0", false);
            } else {
                assertThatThrownBy(() -> loaded.activateOnce("be1", true)).isInstanceOf(IllegalStateException.class);
            }
        }
        libbe.destroy("be1", true, false);
    }

    @Test
    @Order(8)
    void shouldRefuseOtherLibraries() {
        TestLibbe solaris = TestLibbe.build("-DUNBOOTABLE");
        solaris.begin(ROOT, "be0", "", Path.of(""));
        Libbe loaded = Libbe.load(solaris.file(), RealNvpair.load());

        assertThatThrownBy(() -> loaded.list(false))
                .isInstanceOf(LibraryMismatchException.class)
                .hasMessageContaining("laid out");
        assertThat(solaris.allocated()).isZero();
        assertThatThrownBy(() -> Libbe.load(RealNvpair.file(), RealNvpair.load()))
                .isInstanceOf(LibraryMismatchException.class)
                .hasMessageContaining("be_list");
    }

    private static void assertError(BeError error, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LibbeException.class,
                        failed -> assertThat(failed.error()).contains(error));
    }
}
