package org.snapup.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock's life, with a program in systemd-inhibit's place that runs what it is to run; the real one is in smf-manifest. */
final class InhibitorTest {
    @TempDir
    Path folder;

    @Test
    void shouldHoldItsCompanionForAsLongAsTheJobRuns() throws IOException {
        Path said = folder.resolve("said");
        Path program = Files.writeString(
                folder.resolve("inhibit"),
                "#!/bin/sh\necho $$ \"$@\" >" + said + ".new\nmv " + said + ".new " + said
                        + "\nfor last; do :; done\nexec \"$last\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (Inhibitor inhibitor = new Inhibitor(program)) {
            inhibitor.hold("job 7: Install\u001b[2J");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(said));
            String words = Files.readString(said);
            long pid = Long.parseLong(words.split(" ", -1)[0]);
            assertThat(words)
                    .contains("--what=shutdown:sleep --mode=block --who=snapupd --why=job 7: Install\\u001b[2J");
            assertThat(ProcessHandle.of(pid))
                    .hasValueSatisfying(held -> assertThat(held.isAlive()).isTrue());

            inhibitor.hold("job 7 again");
            inhibitor.release();

            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(Files.readString(said)).isEqualTo(words);
        }
    }

    @Test
    void shouldWorkWithoutALockThatCantBeHad() {
        try (Inhibitor inhibitor = new Inhibitor(folder.resolve("nowhere"))) {
            inhibitor.hold("job 1: ImageUpdate");
        }
    }
}
