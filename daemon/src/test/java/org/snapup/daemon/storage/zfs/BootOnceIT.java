package org.snapup.daemon.storage.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.exec.ProcessRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Booting once with a program in the place of FreeBSD's zfsbootcfg(8): without a word it prints the one that is kept, with
 * one it keeps it, the empty word takes it away.
 */
class BootOnceIT {
    private static final String BE = "be1";
    private static final String DATASET = ZfsWorld.ROOT + "/" + BE;

    @TempDir
    Path folder;

    private ZfsWorld world;
    private Path program;
    private Storage storage;

    @BeforeEach
    void begin() throws IOException {
        world = new ZfsWorld(folder.resolve("w"), 128);
        program = Files.writeString(folder.resolve("zfsbootcfg"), """
            #!/bin/sh
            cd "${0%/*}" || exit 1
            printf '<%s>' "$@" >>calls
            echo >>calls
            if [ $# = 3 ] && [ ! -e deaf ]; then
                printf %s "$3" >word
                echo 'zfs bootenv is successfully written'
            elif [ $# = 2 ] && [ -s word ]; then
                echo "$(cat word)"
            fi
            """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        storage = ZfsStorage.open(world.config(ProcessRunner::create), program);
        Tag tag = new Tag("once", 1, "clone");
        Captured live = storage.capture(storage.list().get(0));
        storage.snapshot(live, "s", tag);
        storage.cloneSnapshot(live, "s", BE, "uuid-of-be1", tag);
        storage.finish(BE, live, tag);
        storage.untag(BE, tag);
    }

    @AfterEach
    void end() {
        if (world != null) {
            world.close();
        }
    }

    private Be be() {
        return storage.list().stream()
                .filter(be -> be.name().equals(BE))
                .findFirst()
                .orElseThrow();
    }

    private List<String> words() throws IOException {
        return Files.readAllLines(folder.resolve("calls")).stream()
                .filter(call -> call.startsWith("<-z><" + ZfsWorld.POOL + "><"))
                .toList();
    }

    @Test
    void shouldAskForOneBootAndTakeItBack() throws Exception {
        assertThat(storage.onceObstacle()).isEmpty();
        assertThat(be().once()).isFalse();

        storage.activateOnce(BE);

        assertThat(be().once()).isTrue();
        assertThat(be().next()).isFalse();
        assertThat(words()).containsExactly("<-z><snapuptest><zfs:" + DATASET + ":>");
        assertThatThrownBy(() -> storage.planDestroy(be(), null, false))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BE_ACTIVE));

        storage.deactivateOnce();
        storage.deactivateOnce();

        assertThat(be().once()).isFalse();
        assertThat(words()).containsExactly("<-z><snapuptest><zfs:" + DATASET + ":>", "<-z><snapuptest><>");
    }

    @Test
    void shouldForgetTheOneBootWhenABeIsActivatedForGood() throws Exception {
        storage.activateOnce(BE);

        storage.activate(BE);

        assertThat(be().once()).isFalse();
        assertThat(be().next()).isTrue();
        assertThat(words()).last().isEqualTo("<-z><snapuptest><>");
    }

    @Test
    void shouldFailWhereTheProgramKeptNothing() throws Exception {
        Files.createFile(folder.resolve("deaf"));

        assertThatThrownBy(() -> storage.activateOnce(BE))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED));

        assertThat(be().once()).isFalse();
        assertThat(be().next()).isFalse();
    }
}
