package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.TinyEngine;

/** Jobs with {@code -R} that wait behind one that moves the BE they mean: it is the BE that counts, wherever it lies. */
final class OtherRootTest {
    @TempDir
    Path scratch;

    private CoreWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new CoreWorld(scratch);
        world.engine.offer("app", 2).offer("tool", 1).offer("other", 1);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldRunWhatWaitsBehindTheJobThatTakesAFolderOver() throws IOException {
        TinyEngine.put(world.root.resolve("put-there"), "base", 1);
        world.start(CoreWorld.FIRST);

        List<Outcome> outcomes = installOneAfterTheOther(world.root.resolve("put-there"));

        assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.DONE, Result.DONE);
    }

    @Test
    void shouldRunWhatWaitsBehindTheJobThatIsRestored() throws IOException {
        world.start(CoreWorld.FIRST);
        world.run(BootEnvironments.CREATE, new CreateRequest("other", null, null, null, null, null, null, null));
        Path root = scratch.resolve("dir");
        world.run(BootEnvironments.MOUNT, new MountRequest("other", root.toString(), null));
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, request(null));
        long failing = world.submit(Packages.INSTALL, request(root, "tool"));
        long waiting = world.submit(Packages.INSTALL, request(root, "other"));
        world.engine.inTheMiddle(() -> {
            world.engine.inTheMiddle(() -> {});
            throw new IllegalStateException("the engine fails");
        });

        held.release();

        assertThat(outcome(world.awaitEnd(failing)).result()).isEqualTo(Result.UNDONE);
        Outcome second = outcome(world.awaitEnd(waiting));
        assertThat(second.result()).as(second.text()).isEqualTo(Result.DONE);
    }

    @Test
    void shouldFindNothingAtAPathThatNoFileCanHave() {
        world.start(CoreWorld.FIRST);

        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> world.submit(BootEnvironments.UNMOUNT, new UnmountRequest("/a\0b", null)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_BE));
    }

    /** Both are bound to the BE before the first of them runs. */
    private List<Outcome> installOneAfterTheOther(Path root) {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, request(null));
        long first = world.submit(Packages.INSTALL, request(root, "tool"));
        long second = world.submit(Packages.INSTALL, request(root, "other"));
        held.release();
        return List.of(outcome(world.awaitEnd(first)), outcome(world.awaitEnd(second)));
    }

    private static Outcome outcome(Job job) {
        return requireNonNull(job.outcome());
    }

    private static Packages.Request request(@Nullable Path root, String... packages) {
        return new Packages.Request(
                root == null ? null : root.toString(), List.of(packages), null, null, null, null, null);
    }
}
