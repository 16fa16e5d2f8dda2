package org.snapup.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.exec.Way.LONG;
import static org.snapup.exec.Way.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only posix_spawn does so. */
class SpawnedChildIT {
    private final CommandRunner runner = Way.SPAWNED.runner();

    @Test
    void shouldSayWhyTheProgramCannotBeStarted(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "#!/no/such/program\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> runner.run(Command.of(LONG, List.of(script.toString(), "word"))))
                .isInstanceOf(CommandException.class)
                .hasMessage("can't start " + script + " word")
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("posix_spawn " + script + ": No such file or directory");
    }

    @Test
    void shouldPassWordsAsUtf8WhateverTheLocale() {
        CommandResult result =
                runner.run(Command.of(LONG, List.of("/bin/sh", "-c", "printf %s caf\u00e9 | od -An -tx1")));

        assertThat(result.out().strip()).isEqualTo("63 61 66 c3 a9");
    }

    @Test
    void shouldLeadItsSessionFromTheBeginning() throws IOException {
        Child.Wiring wiring = new Child.Wiring(
                false,
                new Capture(LineListener.Stream.OUT, LineListener.NONE, 1000),
                new Capture(LineListener.Stream.ERR, LineListener.NONE, 1000));
        for (int i = 0; i < 20; i++) {
            try (Child child = Way.SPAWNED.starter().start(List.of("/bin/sleep", "616"), Map.of(), wiring)) {
                ProcessTable.Entry entry = ProcessTable.CURRENT.all().stream()
                        .filter(each -> each.id().pid() == child.pid())
                        .findFirst()
                        .orElseThrow();
                child.signal(Signals.KILL);

                assertThat(List.of(entry.group(), entry.session())).containsOnly(child.pid());
            }
        }
    }

    @Test
    void shouldLetProcessThatTheCommandLeavesPrintOn(@TempDir Path folder) {
        Path file = folder.resolve("file");

        CommandResult result = runner.run(
                shell(LONG, "(sleep 1.5; head -c 200000 /dev/zero && echo printed >" + file + ") & echo done"));

        assertThat(result).isEqualTo(new CommandResult(0, "done\n", ""));
        Awaitility.await().untilAsserted(() -> assertThat(file).hasContent("printed\n"));
    }
}
