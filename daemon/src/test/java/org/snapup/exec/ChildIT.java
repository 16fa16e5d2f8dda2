package org.snapup.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.exec.Way.LONG;
import static org.snapup.exec.Way.remember;
import static org.snapup.exec.Way.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child inherits and doesn't, and what is left of it, whichever way it is started. */
@ParameterizedClass
@EnumSource(Way.class)
class ChildIT {
    private final Way way;
    private final CommandRunner runner;

    ChildIT(Way way) {
        this.way = way;
        runner = way.runner();
    }

    @Test
    void shouldStartWithCleanEnvironmentAndNothingToRead() {
        CommandResult result = runner.run(new Command(
                List.of("/bin/sh", "-c", "env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= | sort; pwd; cat"),
                Map.of("GIVEN", "x"),
                LONG));

        assertThat(result.out().lines())
                .containsExactly("GIVEN=x", "LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "/");
    }

    @Test
    void shouldRunEachCommandInSessionOfItsOwn() {
        List<ProcessId> started = new ArrayList<>();

        CommandResult result =
                way.forJob("session-test:1", remember(started)).run(shell(LONG, "cut -d' ' -f1,5,6 /proc/$$/stat"));

        String pid = Long.toString(started.get(0).pid());
        assertThat(result.out().strip().split(" ", -1)).containsExactly(pid, pid, pid);
    }

    @Test
    void shouldPassNoDescriptorButTheFirstThree(@TempDir Path folder) throws IOException {
        try (InputStream open = Files.newInputStream(Files.createFile(folder.resolve("open")))) {
            CommandResult result = runner.run(Command.of(LONG, List.of("/bin/ls", "-l", "/proc/self/fd")));

            assertThat(open.read()).isNegative();
            assertThat(result.out().lines().filter(line -> line.contains("->")))
                    .satisfiesExactly(
                            line -> assertThat(line).endsWith("0 -> /dev/null"),
                            line -> assertThat(line).contains("1 -> pipe:"),
                            line -> assertThat(line).contains("2 -> pipe:"),
                            line -> assertThat(line).matches(".*3 -> /proc/[0-9]+/fd")); // what ls reads
        }
    }

    @Test
    void shouldEndCommandThatWritesToClosedPipe() {
        CommandResult result = runner.run(shell(LONG, "(yes; echo $? >&2) | head -n1"));

        assertThat(result).isEqualTo(new CommandResult(0, "y\n", "141\n"));
    }

    @ParameterizedTest
    @CsvSource({"6, 134", "9, 137", "10, 138", "15, 143"})
    void shouldGiveNumberOfTheSignalThatEndedIt(int signal, int status) {
        assertThat(runner.run(shell(LONG, "kill -" + signal + " $$")).exitStatus())
                .isEqualTo(status);
    }

    @Test
    void shouldTellExitStatusFromSignal() {
        assertThat(runner.run(shell(LONG, "exit 255")).exitStatus()).isEqualTo(255);
    }

    @Test
    void shouldLeaveNoZombieAndNoDescriptor() throws IOException {
        runner.run(Command.of(LONG, List.of("/bin/true")));
        int before = descriptors();

        for (int i = 0; i < 200; i++) {
            runner.run(Command.of(LONG, List.of("/bin/true")));
        }

        assertThat(zombies()).isEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 1));
    }

    @Test
    void shouldLeaveNoZombieOfWhatItEnded() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> runner.run(shell(Duration.ofMillis(20), "sleep 606")))
                    .isInstanceOf(CommandException.class);
        }

        Awaitility.await().untilAsserted(() -> assertThat(zombies()).isEmpty());
    }

    @Test
    void shouldKeepCommandsOfSeveralThreadsApart() {
        List<CommandResult> results = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> runner.run(shell(LONG, "echo " + i + "; echo e" + i + " >&2; exit " + i)))
                .toList();

        for (int i = 0; i < 200; i++) {
            assertThat(results.get(i)).isEqualTo(new CommandResult(i, i + "\n", "e" + i + "\n"));
        }
    }

    @Test
    void shouldPassWordsAsTheyAre() {
        CommandResult result =
                runner.run(Command.of(LONG, List.of("/usr/bin/printf", "%s|", "", "a b", "*", "$HOME", "'\"")));

        assertThat(result.out()).isEqualTo("|a b|*|$HOME|'\"|");
    }

    @Test
    void shouldRunScriptThatNamesNoProgram(@TempDir Path folder) throws IOException {
        CommandResult result = runner.run(Command.of(LONG, List.of(script(folder, "echo \"$0 $1\"\n"), "word")));

        assertThat(result).isEqualTo(new CommandResult(0, folder.resolve("script") + " word\n", ""));
    }

    @Test
    void shouldRefuseProgramThatIsMissing() {
        assertThatThrownBy(() -> runner.run(Command.of(LONG, List.of("/no/such/program"))))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no program /no/such/program");
    }

    @Test
    void shouldRefuseProgramThatMayNotBeRun(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "exit 0\n");

        assertThatThrownBy(() -> runner.run(Command.of(LONG, List.of(file.toString()))))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no program " + file);
    }

    @Test
    void shouldRefuseWordThatCHasNoWayToSay() {
        assertThatThrownBy(() -> runner.run(Command.of(LONG, List.of("/bin/echo", "a\0b"))))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("can't start /bin/echo");
    }

    @Test
    void shouldBlockAtMostTheSignalThatJavaBlocks() throws IOException {
        long quit = 1L << (3 - 1);

        assertThat(signals("SigBlk", status())).isIn(way == Way.SPAWNED ? List.of(0L) : List.of(0L, quit));
    }

    @Test
    void shouldIgnoreWhatThisProcessWasToldToIgnore() throws IOException {
        // Newer Java leaves the two ignored that are glibc's own, and so may whoever started this process.
        long both = 1L << (32 - 1) | 1L << (33 - 1);
        long ours = signals("SigIgn", Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1));

        assertThat(signals("SigIgn", status()) & ~both).isEqualTo(ours & ~both);
    }

    private String status() {
        return runner.run(Command.of(LONG, List.of("/bin/cat", "/proc/self/status")))
                .out();
    }

    private static long signals(String name, String status) {
        String line = status.lines()
                .filter(each -> each.startsWith(name + ":"))
                .findFirst()
                .orElseThrow();
        return Long.parseUnsignedLong(line.substring(name.length() + 1).strip(), 16);
    }

    static int descriptors() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                count += each.getFileName() == null ? 0 : 1;
            }
        }
        return count;
    }

    /** Our children that nobody waited for. */
    private static List<Long> zombies() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(ChildIT::isZombieOfOurs)
                .toList();
    }

    private static boolean isZombieOfOurs(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1)
                    .contains(") Z " + ProcessHandle.current().pid() + " ");
        } catch (IOException e) {
            return false; // it has gone
        }
    }

    private static String script(Path folder, String text) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), text);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }
}
