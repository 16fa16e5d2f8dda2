package org.snapup.daemon.matrix;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.snapup.daemon.storage.zfs.ZfsWorld.POOL;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.zfs.ZfsWorld;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.names.Roots;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.TinyEngine;
import org.snapup.testing.TinyEngine.Fault;
import org.snapup.testing.Trees;

/** Whole jobs on a real pool that fills up, loses its power, or has somebody else at it while they run. */
@Timeout(120)
final class ZfsTroubleIT {
    private static final int POOL_MEBIBYTES = 128;

    @TempDir
    Path scratch;

    private final TinyEngine engine = new TinyEngine().offer("app", 2).offer("tool", 1);
    private ZfsWorld world;
    private Arena arena;
    private Arena.Sight before;
    private volatile boolean dead;

    /** The state lies in the pool, as {@code state = "auto"} has it. */
    @BeforeEach
    void start() throws IOException {
        world = new ZfsWorld(Files.createDirectory(scratch.resolve("world")), POOL_MEBIBYTES);
        arena = new Arena(world, scratch, engine, world.dataset("snapup", scratch.resolve("state")));
        startDaemon();
        before = arena.look();
    }

    @AfterEach
    void close() throws IOException {
        if (arena != null) {
            arena.close();
        } else if (world != null) {
            world.close();
        }
    }

    private void startDaemon() {
        dead = false;
        CrashPoints points = name -> {
            if (dead) {
                throw new Died();
            }
        };
        arena.start(points);
    }

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Outcome run(Flow flow) {
        return requireNonNull(
                arena.run(flow.method, flow.request(arena.otherRoot.toString())).outcome());
    }

    /** Runs a job to the middle of its packages, where something happens and the daemon dies. */
    private void runAndDie(Flow flow, Happening happening) {
        engine.inTheMiddle(() -> {
            engine.inTheMiddle(() -> {});
            try {
                happening.happen();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            dead = true;
            throw new Died();
        });
        arena.submit(flow.method, flow.request(arena.otherRoot.toString()));
        arena.await(() -> dead);
        arena.stop();
    }

    private interface Happening {
        void happen() throws IOException;
    }

    /** The outcome of the job that was cut off, after the next start. */
    private Outcome restart() {
        startDaemon();
        arena.awaitIdle();
        Job job = arena.jobs().get(arena.jobs().size() - 1);
        return requireNonNull(job.outcome());
    }

    private Path treeOf(Flow flow) {
        return flow.onOtherRoot ? arena.otherRoot : world.liveTree();
    }

    private void checkEnd(Flow flow, Outcome outcome) {
        arena.checkAlways();
        if (flow == Flow.C_INSTALL_LIVE) {
            assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.RECOVERABLE);
            Be recovery = be(requireNonNull(outcome.be()));
            assertThat(Trees.print(requireNonNull(recovery.mountpoint()))).isEqualTo(before.live());
        } else {
            assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.UNDONE);
            assertThat(arena.look()).isEqualTo(before);
        }
    }

    private Be be(String name) {
        return arena.storage().list().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A_IMAGE_UPDATE_LIVE")
    void shouldEndAsPromisedWhenThePoolFillsUpInsideTheEngine(Flow flow) {
        engine.inTheMiddle(() -> {
            world.fill(treeOf(flow));
            writeMore(treeOf(flow));
        });

        Outcome outcome = run(flow);

        checkEnd(flow, outcome);
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAsPromisedWhenTheDaemonDiesOnAFullPool(Flow flow) {
        runAndDie(flow, () -> world.fill(flow == Flow.A_IMAGE_UPDATE_LIVE ? unfinishedClone() : treeOf(flow)));

        Outcome outcome = restart();

        checkEnd(flow, outcome);
    }

    /** What removes files gets by without space, and a few bytes may find some: an engine that needs more does not. */
    private static void writeMore(Path tree) {
        byte[] content = new byte[1 << 20];
        new Random(2).nextBytes(content);
        try {
            Files.write(tree.resolve("more"), content);
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.NO_SPACE, "the engine can't write: " + e.getMessage(), e);
        }
    }

    private Path unfinishedClone() {
        return requireNonNull(unfinished().mountpoint());
    }

    private Be unfinished() {
        return arena.storage().list().stream()
                .filter(be -> be.tag() != null)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAsPromisedWhenThePowerFails(Flow flow) throws IOException {
        runAndDie(flow, () -> world.fuse().crash());
        world.losePower();
        world.fuse().tryZfs("mount", POOL + "/snapup");

        Outcome outcome = restart();

        if (!flow.onOtherRoot) {
            // nobody mounts the other BE again but workflows that are about it
            arena.run(
                    BootEnvironments.MOUNT,
                    new BootEnvironments.MountRequest(Arena.OTHER, arena.otherRoot.toString(), null));
        }
        checkEnd(flow, outcome);
    }

    @Test
    void shouldUndoWhenSomebodyRemovedTheCloneThatTheJournalSaysWasMade() {
        runAndDie(Flow.A_IMAGE_UPDATE_LIVE, () -> {});
        String clone = ROOT + "/" + StorageWorld.LIVE + "-1";
        world.destroy(clone);
        world.fuse().zfs("destroy", "-r", ROOT + "/" + StorageWorld.LIVE + "@snapup-3");

        Outcome outcome = restart();

        checkEnd(Flow.A_IMAGE_UPDATE_LIVE, outcome);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A_IMAGE_UPDATE_LIVE")
    void shouldSayThatNothingHoldsTheStateFromBeforeWhenSomebodyRemovedTheSnapshot(Flow flow) {
        runAndDie(flow, () -> {});
        String be = flow.onOtherRoot ? Arena.OTHER : StorageWorld.LIVE;
        world.fuse().zfs("destroy", "-r", ROOT + "/" + be + "@snapup-3");

        Outcome outcome = restart();

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.LOST);
        assertThat(outcome.text()).contains("snapup-3");
        arena.checkAlways();
        assertThat(arena.look().bes()).isEqualTo(before.bes());
    }

    @Test
    void shouldKeepABeThatBootsNextThroughItsRepair() {
        arena.run(BootEnvironments.ACTIVATE, new ActivateRequest(Arena.OTHER, null));
        before = arena.look();
        engine.failing(Fault.IN_THE_MIDDLE);

        Outcome outcome = run(Flow.B_IMAGE_UPDATE_ROOT);

        checkEnd(Flow.B_IMAGE_UPDATE_ROOT, outcome);
        assertThat(world.fuse().zpool("list", "-H", "-o", "bootfs", POOL)).isEqualTo(ROOT + "/" + Arena.OTHER);
        assertThat(outcome.text()).doesNotContain("be activate");
    }

    @Test
    void shouldKeepTheFailedBeWithASnapshotThatSomebodyTookMeanwhile() {
        String[] theirs = new String[1];
        engine.failing(Fault.IN_THE_MIDDLE)
                .inTheMiddle(() ->
                        theirs[0] = world.foreignSnapshot(Arena.OTHER, "theirs").orElseThrow());

        Outcome outcome = run(Flow.D_UNINSTALL_ROOT);

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.text()).contains("other-failed-3", "zfs destroy -r " + ROOT + "/other-failed-3");
        assertThat(world.exists(theirs[0])).isTrue();
        assertThat(Trees.print(arena.otherRoot)).isEqualTo(before.other());
        assertThat(be(Arena.OTHER).snapshots()).as("needed by what was kept").allMatch(BeSnapshot::released);
        assertThat(be("other-failed-3").next()).isFalse();
    }

    @Test
    void shouldUpdateBesideSomebodyWhoUsesTheRunningBe() {
        String[] theirs = new String[1];
        engine.inTheMiddle(() -> {
            theirs[0] = world.foreignSnapshot(StorageWorld.LIVE, "theirs").orElseThrow();
            world.fuse().zfs("set", "com.example:note=theirs", ROOT + "/" + StorageWorld.LIVE + "/var");
            world.fuse().zpool("set", "bootfs=" + ROOT + "/" + Arena.OTHER, POOL);
        });

        Outcome outcome = run(Flow.A_IMAGE_UPDATE_LIVE);

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(be(requireNonNull(outcome.be())).next()).isTrue();
        assertThat(world.exists(theirs[0])).isTrue();
        assertThat(arena.installedInLive()).isEqualTo(Map.of("app", 1, "base", 1));
        arena.checkAlways();
    }

    /** What {@code RebootSemanticsTest} holds against plain directories. */
    @Test
    void shouldGoByWhatTheMachineBootedMeanwhile() throws IOException {
        runAndDie(Flow.A_IMAGE_UPDATE_LIVE, () -> {
            arena.submit(Flow.C_INSTALL_LIVE.method, Flow.C_INSTALL_LIVE.request(""));
        });
        String clone = StorageWorld.LIVE + "-1";

        world.boot(clone);
        startDaemon();
        arena.awaitIdle();

        List<Job> jobs = arena.jobs();
        Outcome update = requireNonNull(jobs.get(jobs.size() - 2).outcome());
        Outcome install = requireNonNull(jobs.get(jobs.size() - 1).outcome());
        assertThat(update.result()).isEqualTo(Result.UNDONE);
        assertThat(update.text()).contains("runs the unfinished BE " + clone).contains("kept");
        assertThat(install.result()).isEqualTo(Result.NOT_RUN);
        assertThat(install.error()).isEqualTo(ErrorCode.RUNNING_BE_CHANGED.varlinkName());
        assertThat(be(clone).live()).isTrue();
        arena.checkAlways();
        assertThat(Trees.print(world.liveTree())).isEqualTo(before.live());
    }

    @Test
    void shouldNotTakeSomethingElseForTheRootThatWasMeant() throws Exception {
        Path stranger = Files.createDirectory(scratch.resolve("stranger"));
        CountDownLatch go = new CountDownLatch(1);
        engine.inTheMiddle(() -> {
            engine.inTheMiddle(() -> {});
            await(go);
        });
        arena.submit(Flow.A_IMAGE_UPDATE_LIVE.method, Flow.A_IMAGE_UPDATE_LIVE.request(""));
        Binding first = bind(arena.otherRoot);
        long waiting =
                arena.submit(Flow.D_UNINSTALL_ROOT.method, Flow.D_UNINSTALL_ROOT.request(arena.otherRoot.toString()));

        shell("mount", "--bind", stranger.toString(), arena.otherRoot.toString());
        go.countDown();
        arena.awaitIdle();
        assertRefused(first);
        shell("umount", arena.otherRoot.toString());

        Outcome outcome = requireNonNull(arena.core().queue().get(waiting).outcome());
        assertThat(outcome.error()).isEqualTo(ErrorCode.INVALID_ROOT.varlinkName());
        assertThat(stranger).isEmptyDirectory();
        assertThat(Trees.print(arena.otherRoot)).isEqualTo(before.other());
        assertThat(Roots.check(arena.storage(), first).name()).isEqualTo(Arena.OTHER);

        Path holder = Files.createDirectory(scratch.resolve("holder"));
        remount(holder.resolve("dir"));
        Binding second = bind(holder.resolve("dir"));
        Files.move(holder, scratch.resolve("away"));
        Files.createDirectory(stranger.resolve("dir"));
        Files.createSymbolicLink(holder, stranger);
        assertRefused(second);
    }

    private Binding bind(Path root) {
        return arena.core().binder().bind(Flow.D_UNINSTALL_ROOT.request(root.toString()));
    }

    private void remount(Path root) {
        arena.run(BootEnvironments.UNMOUNT, new BootEnvironments.UnmountRequest(Arena.OTHER, null));
        arena.run(BootEnvironments.MOUNT, new BootEnvironments.MountRequest(Arena.OTHER, root.toString(), null));
    }

    private static void shell(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertRefused(Binding binding) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> Roots.check(arena.storage(), binding))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ROOT));
    }

    @Test
    void shouldUndoAnUpdateWhoseCloneSomebodyDestroyed() {
        engine.inTheMiddle(() -> world.destroy(ROOT + "/" + StorageWorld.LIVE + "-1"));

        Outcome outcome = run(Flow.A_IMAGE_UPDATE_LIVE);

        checkEnd(Flow.A_IMAGE_UPDATE_LIVE, outcome);
    }
}
