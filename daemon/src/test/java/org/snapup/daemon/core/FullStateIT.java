package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Requires;

/** A state directory that is full: nothing more is changed until there is room. */
final class FullStateIT {
    private static final int PAGE = 4096;

    @TempDir
    Path scratch;

    @Test
    void shouldChangeNothingMoreWhenAJobsFileCannotBeWritten() throws Exception {
        Requires.root();
        Path mount = Requires.program("mount", "mount");
        CoreWorld world = new CoreWorld(scratch);
        world.engine.offer("app", 2);
        Files.createDirectory(world.stateFolder);
        command(mount.toString(), "-t", "tmpfs", "-o", "size=512k", "snapup-full-state", world.stateFolder.toString());
        try (world) {
            world.start(CoreWorld.FIRST);
            CoreWorld.Held measured = world.hold(Packages.IMAGE_UPDATE, update(""));
            int slack = (int) (-Files.size(world.jobFile(measured.job())) & (PAGE - 1));
            measured.release();
            world.awaitEnd(measured.job());
            world.engine.offer("app", 3);
            // its file ends near the end of a page, so that the lines to come need another one
            CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, update("x".repeat((slack + PAGE - 500) % PAGE)));
            Path filler = world.stateFolder.resolve("filler");
            fill(filler);
            assertRefused(ErrorCode.NO_SPACE, () -> snapshot(world, "no-room"));
            assertThat(world.queue().list(false)).hasSize(1);

            held.release();
            world.await(() -> isReadOnly(world));

            assertThat(world.queue().get(held.job()).state()).isEqualTo(JobState.RUNNING);
            assertRefused(ErrorCode.READ_ONLY, () -> world.queue().cancel(held.job(), CoreWorld.ROOT));
            assertThat(world.bes()).isNotEmpty();
            world.stop();
            Files.delete(filler);
            world.start(CoreWorld.FIRST);
            Job job = world.awaitEnd(held.job());
            assertThat(requireNonNull(job.outcome()).result()).isEqualTo(Result.UNDONE);
            assertThat(world.bes()).hasSize(2).allMatch(be -> be.snapshots().isEmpty() && be.tag() == null);
            assertThat(requireNonNull(world.awaitEnd(snapshot(world, "room")).outcome())
                            .result())
                    .isEqualTo(Result.DONE);
        } finally {
            command(Requires.program("umount", "mount").toString(), world.stateFolder.toString());
        }
    }

    @Test
    void shouldStartAndDestroyABeOnAFullFilesystem() throws Exception {
        Requires.root();
        Path mount = Requires.program("mount", "mount");
        Path full = Files.createDirectory(scratch.resolve("full"));
        command(mount.toString(), "-t", "tmpfs", "-o", "size=4m", "snapup-full", full.toString());
        CoreWorld world = new CoreWorld(full);
        try (world) {
            world.start(CoreWorld.FIRST);
            world.run(BootEnvironments.CREATE, CreateRequest.of("other", null));
            fill(full.resolve("filler"));
            assertRefused(ErrorCode.NO_SPACE, () -> snapshot(world, "no-room"));
            world.stop();

            world.start(CoreWorld.FIRST);

            assertRefused(ErrorCode.NO_SPACE, () -> snapshot(world, "no-room"));
            Job job = world.run(BootEnvironments.DESTROY, DestroyRequest.of("other"));
            assertThat(requireNonNull(job.outcome()).result()).isEqualTo(Result.DONE);
            Files.delete(full.resolve("filler"));
            world.run(BootEnvironments.CREATE, CreateRequest.of("other", null));
            world.run(BootEnvironments.DESTROY, DestroyRequest.of("other"));
            assertThat(full.resolve("bes/.snapup/reserve")).isRegularFile();
        } finally {
            command(Requires.program("umount", "mount").toString(), full.toString());
        }
    }

    private static Packages.Request update(String pattern) {
        return new Packages.Request(null, List.of(pattern), null, null, null, null, null);
    }

    private static boolean isReadOnly(CoreWorld world) {
        try {
            snapshot(world, "refused");
            return false;
        } catch (SnapupException e) {
            return e.code() == ErrorCode.READ_ONLY;
        }
    }

    private static long snapshot(CoreWorld world, String name) {
        return world.submit(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, name, null));
    }

    private static void fill(Path file) {
        for (int size : new int[] {4096, 1}) {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[size]);
                }
            } catch (IOException full) {
                // as wanted
            }
        }
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void command(String... argv) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(argv).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", argv)).isZero();
    }
}
