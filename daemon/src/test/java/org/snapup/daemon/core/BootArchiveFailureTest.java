package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Trees;

/** Packages are all there, but the BE wouldn't boot: the job fails, and nothing was activated. */
final class BootArchiveFailureTest {
    private static final String FIRST = CoreWorld.FIRST;

    @TempDir
    Path scratch;

    private CoreWorld world;
    private Map<String, String> before;

    @BeforeEach
    void start() throws IOException {
        world = new CoreWorld(scratch)
                .with((root, output) -> {
                    throw new SnapupException(ErrorCode.BOOT_ARCHIVE_FAILED, "no boot archive was made");
                })
                .start(FIRST);
        world.engine.offer("app", 2).offer("tool", 1);
        before = Trees.print(world.root.resolve(FIRST));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldActivateNothingWhenTheArchiveOfAnImageUpdateFails() {
        Outcome outcome = run(Packages.IMAGE_UPDATE, null);

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.error()).isEqualTo(ErrorCode.BOOT_ARCHIVE_FAILED.varlinkName());
        assertThat(world.bes()).extracting(Be::name).containsExactly(FIRST);
        assertThat(world.next()).isEqualTo(FIRST);
        assertThat(Trees.print(world.root.resolve(FIRST))).isEqualTo(before);
    }

    @Test
    void shouldKeepTheStateFromBeforeWhenTheArchiveOfAnInstallFails() {
        Outcome outcome = run(Packages.INSTALL, null, "tool");

        assertThat(outcome.result()).isEqualTo(Result.RECOVERABLE);
        assertThat(Trees.print(
                        requireNonNull(world.be(requireNonNull(outcome.be())).mountpoint())))
                .isEqualTo(before);
        assertThat(world.next()).isEqualTo(FIRST);
    }

    @Test
    void shouldRestoreAnotherRootWhoseArchiveFails() {
        world.run(BootEnvironments.CREATE, new CreateRequest("other", null, null, null, null, null, null, null));
        Path root = scratch.resolve("dir");
        world.run(BootEnvironments.MOUNT, new BootEnvironments.MountRequest("other", root.toString(), null));

        Outcome outcome = run(Packages.INSTALL, root, "tool");

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.error()).isEqualTo(ErrorCode.BOOT_ARCHIVE_FAILED.varlinkName());
        assertThat(Trees.print(root)).isEqualTo(before);
    }

    private Outcome run(String method, @Nullable Path root, String... packages) {
        return requireNonNull(world.run(
                        method,
                        new Packages.Request(
                                root == null ? null : root.toString(), List.of(packages), null, null, null, null, null))
                .outcome());
    }
}
