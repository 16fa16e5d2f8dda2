package org.snapup.daemon.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Requires;

/** A filesystem of 16 MiB that is too small for what is asked. */
class FullFilesystemTest {
    private static final Tag TAG = new Tag("full", 1, "step");
    private static final long RESERVE = 1 << 20;

    @TempDir
    Path temporary;

    private DirectoryStorage storage;

    @BeforeEach
    void makeRoot() throws IOException {
        Requires.root();
        run("mount", "-t", "tmpfs", "-o", "size=16m", "none", temporary.toString());
        Files.createDirectory(temporary.resolve("be0"));
        Files.write(temporary.resolve("be0/large"), new byte[6 << 20]);
        storage = DirectoryStorage.open(new DirectoryConfig(temporary, "be0", RESERVE));
    }

    @AfterEach
    void unmount() throws IOException {
        if (storage != null) {
            run("umount", temporary.toString());
        }
    }

    private static void run(String... command) throws IOException {
        assertThat(new ProcessBuilder(command)
                        .inheritIO()
                        .start()
                        .onExit()
                        .join()
                        .exitValue())
                .isZero();
    }

    @Test
    void shouldSayThatThereIsNoSpaceAndLeaveNothing() {
        Captured live = storage.capture(storage.list().get(0));
        storage.snapshot(live, "first", TAG);
        long free = storage.freeBytes();

        assertNoSpace(() -> storage.snapshot(live, "second", TAG));
        assertNoSpace(() -> storage.cloneSnapshot(live, "first", "be1", "uuid", TAG));

        assertThat(storage.freeBytes()).isCloseTo(free, org.assertj.core.data.Offset.offset(64L << 10));
        assertThat(storage.list()).extracting(Be::name).containsExactly("be0");
        assertThat(storage.list().get(0).snapshots()).hasSize(1);
        assertThat(temporary.resolve(".snapup/new")).isEmptyDirectory();
    }

    private static void assertNoSpace(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SnapupException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NO_SPACE));
    }

    @Test
    void shouldKeepAndGiveBackTheReserve() {
        long free = storage.freeBytes();

        storage.takeReserve();
        storage.takeReserve();
        assertThat(free - storage.freeBytes()).isGreaterThanOrEqualTo(RESERVE);

        storage.releaseReserve();
        storage.releaseReserve();
        assertThat(free - storage.freeBytes()).isLessThan(RESERVE);
    }

    @Test
    void shouldLeaveReserveReleasedWithoutSpaceForIt() throws IOException {
        Files.write(temporary.resolve("filler"), new byte[(int) (storage.freeBytes() - RESERVE / 2)]);

        storage.takeReserve();

        assertThat(temporary.resolve(".snapup/reserve")).doesNotExist();
        Files.delete(temporary.resolve("filler"));
        storage.takeReserve();
        assertThat(temporary.resolve(".snapup/reserve")).hasSize(RESERVE);
    }
}
