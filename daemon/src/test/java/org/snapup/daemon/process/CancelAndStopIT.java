package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.DaemonClient;
import org.snapup.daemon.IpsWorld;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Trees;

/** A real snapupd whose jobs are cancelled, and that is stopped or killed while one runs. */
@Timeout(120)
final class CancelAndStopIT {
    private static final int MANY_FILES = 400;
    private static final Packages.Request EVERYTHING =
            new Packages.Request(null, List.of(), null, null, null, null, null);
    private static final Packages.Request BIG =
            new Packages.Request(null, List.of("big"), "with-big", null, null, null, null);

    @TempDir
    Path scratch;

    private IpsWorld world;
    private HeldArchive archive;
    private DaemonProcess daemon;
    private DaemonClient client;
    private Map<String, String> before;

    @BeforeEach
    void start() throws IOException {
        world = IpsWorld.onDirectories(scratch);
        world.publish("hello", 2);
        world.configure();
        archive = new HeldArchive(world);
        daemon = new DaemonProcess(world.config(), world.socket());
        client = new DaemonClient(world.socket());
        before = Trees.print(world.folder().resolve("be/be0"));
        assertThat(daemon.start(-1)).isTrue();
    }

    @AfterEach
    void stop() throws IOException {
        archive.release();
        daemon.close();
    }

    @Test
    void shouldNotRunWhatWasCancelledInTheQueueAndNotCancelPastTheCommit() throws IOException {
        archive.hold();
        long held = client.submit(Packages.IMAGE_UPDATE, EVERYTHING);
        archive.awaitPid();
        long queued = requireNonNull(client.change(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, "never", null))
                .job());
        assertThat(client.job(queued).cancellable()).isTrue();

        assertThat(client.cancel(queued)).isFalse();

        Outcome cancelled = client.awaitEnd(queued);
        assertThat(cancelled.result()).isEqualTo(Result.NOT_RUN);
        assertThat(cancelled.error()).isEqualTo(ErrorCode.CANCELLED.varlinkName());
        assertThat(client.job(held).cancellable()).isFalse();
        assertNotCancellable(held);
        archive.release();
        assertThat(client.awaitEnd(held).result()).isEqualTo(Result.DONE);
        assertNotCancellable(held);
        assertThat(client.bes())
                .hasSize(2)
                .allMatch(be -> be.snapshots() == null || be.snapshots().isEmpty());
    }

    private void assertNotCancellable(long job) {
        assertThatThrownBy(() -> client.cancel(job))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_CANCELLABLE));
    }

    @Test
    void shouldLeaveNothingOfAnImageUpdateThatWasCancelledInTheMiddle() throws IOException {
        world.publish("big", 1, MANY_FILES);
        long job = client.submit(Packages.INSTALL, BIG);
        client.watch(job, 0, DaemonClient.isStep("packages", StepState.STARTED));

        assertThat(client.cancel(job)).isFalse();

        Outcome outcome = client.awaitEnd(job);
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.error()).isEqualTo(ErrorCode.CANCELLED.varlinkName());
        assertAsBefore();
    }

    @Test
    void shouldEndSoonWhenAskedToAndUndoTheJobAtTheNextStart() throws Exception {
        world.publish("big", 1, MANY_FILES);
        long job = client.submit(Packages.INSTALL, BIG);
        long queued = requireNonNull(client.change(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, "waited", null))
                .job());
        client.watch(job, 0, DaemonClient.isStep("packages", StepState.STARTED));

        long asked = System.nanoTime();
        daemon.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(60));
        assertThat(daemon.start(-1)).isTrue();
        assertThat(client.awaitEnd(job).result()).isEqualTo(Result.UNDONE);
        assertThat(client.awaitEnd(queued).result()).isEqualTo(Result.DONE);
        assertThat(client.bes()).hasSize(1);
    }

    @Test
    void shouldWaitForACommandThatEndsWhenAskedToStop() throws Exception {
        archive.hold();
        long job = client.submit(Packages.IMAGE_UPDATE, EVERYTHING);
        long child = archive.awaitPid();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(daemon::stop);
        Thread.sleep(300);
        assertThat(daemon.isAlive()).isTrue();
        archive.release();
        stopped.get();

        assertThat(HeldArchive.isRunning(child)).isFalse();
        assertThat(daemon.start(-1)).isTrue();
        assertThat(client.awaitEnd(job).result()).isEqualTo(Result.UNDONE);
        assertAsBefore();
    }

    @Test
    void shouldEndTheCommandsOfADaemonThatWasKilled() throws IOException {
        archive.hold();
        long job = client.submit(Packages.IMAGE_UPDATE, EVERYTHING);
        long child = archive.awaitPid();
        daemon.kill();
        assertThat(HeldArchive.isRunning(child)).isTrue();

        assertThat(daemon.start(-1)).isTrue();

        assertThat(HeldArchive.isRunning(child)).isFalse();
        Outcome outcome = client.awaitEnd(job);
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.error()).isEqualTo(ErrorCode.INTERRUPTED.varlinkName());
        assertAsBefore();
        assertThat(client.job(job).state()).isEqualTo(JobState.ENDED);
    }

    private void assertAsBefore() throws IOException {
        assertThat(client.bes())
                .hasSize(1)
                .allMatch(be -> be.snapshots() == null || be.snapshots().isEmpty());
        assertThat(Trees.print(world.folder().resolve("be/be0"))).isEqualTo(before);
        try (var leftovers = Files.list(world.folder().resolve("be/.snapup/new"))) {
            assertThat(leftovers).isEmpty();
        }
    }
}
