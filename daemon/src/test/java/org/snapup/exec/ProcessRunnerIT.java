package org.snapup.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProcessRunnerIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final CommandRunner runner = ProcessRunner.create();

    @Test
    void shouldGiveStatusAndBothOutputs() {
        CommandResult result = runner.run(shell(LONG, "echo out; echo err >&2; exit 3"));

        assertThat(result).isEqualTo(new CommandResult(3, "out\n", "err\n"));
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
        CommandResult result = runner.run(shell(LONG, "cut -d' ' -f1,5,6 /proc/$$/stat"));

        String[] ids = result.out().strip().split(" ", -1);
        assertThat(ids[1]).isEqualTo(ids[0]);
        assertThat(ids[2]).isEqualTo(ids[0]);
    }

    @Test
    void shouldDrainMoreThanPipesHold() {
        CommandResult result = runner.run(
                shell(LONG, "head -c 3000000 /dev/zero | tr '\\0' e >&2; head -c 3000000 /dev/zero | tr '\\0' o"));

        assertThat(result.out()).hasSize(3_000_000);
        assertThat(result.err()).hasSize(3_000_000);
    }

    @Test
    void shouldHandOnLinesWhileTheCommandRuns() throws InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch first = new CountDownLatch(1);
        Thread running =
                new Thread(() -> runner.run(shell(LONG, "echo one; exec 2>/dev/null; sleep 600"), (stream, line) -> {
                    lines.add(line);
                    first.countDown();
                }));
        running.setUncaughtExceptionHandler((thread, thrown) -> {});
        running.start();

        first.await();

        assertThat(lines).containsExactly("one");
        running.interrupt();
        running.join();
    }

    @Test
    void shouldEndWholeGroupAfterTimeout() {
        List<ProcessId> started = Collections.synchronizedList(new ArrayList<>());
        CommandRunner job = ProcessRunner.forJob("timeout-test:1", remember(started));

        assertThatThrownBy(() -> job.run(shell(Duration.ofMillis(200), "sleep 601 & sleep 602; true")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("longer");

        assertThat(new Survivors().find("timeout-test:1", started)).isEmpty();
    }

    @Test
    void shouldEndGroupWhenInterrupted() throws InterruptedException {
        List<ProcessId> started = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch runs = new CountDownLatch(1);
        CommandRunner job = ProcessRunner.forJob("interrupt-test:1", remember(started));
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread worker =
                new Thread(() -> job.run(shell(LONG, "echo up; sleep 603"), (stream, line) -> runs.countDown()));
        worker.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
        worker.start();
        runs.await();

        worker.interrupt();
        worker.join();

        assertThat(thrown).singleElement().isInstanceOf(CommandException.class);
        assertThat(new Survivors().find("interrupt-test:1", started)).isEmpty();
    }

    @Test
    void shouldNotWaitForProcessThatTheCommandLeaves() {
        long before = System.nanoTime();

        CommandResult result = runner.run(shell(LONG, "sleep 5 & echo done"));

        assertThat(result.out()).isEqualTo("done\n");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void shouldRefuseProgramThatIsMissing() {
        assertThatThrownBy(() -> runner.run(Command.of(LONG, List.of("/no/such/program"))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void shouldEndOutputWithoutBound() {
        assertThatThrownBy(() -> runner.run(Command.of(LONG, List.of("/usr/bin/yes"))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("MiB");
    }

    @Test
    void shouldInterruptFirstWhatIsNotWantedAnyMore() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());

        String traps = "trap 'echo INT; exit' INT; trap 'echo TERM; exit' TERM; ";

        assertThatThrownBy(() -> runner.run(
                        shell(LONG, traps + "echo up; while :; do sleep 0.05; done"),
                        (stream, line) -> {
                            if (stream == LineListener.Stream.OUT) {
                                lines.add(line);
                            }
                        },
                        () -> {
                            if (lines.contains("up")) {
                                throw new IllegalStateException("not wanted");
                            }
                        }))
                .isInstanceOf(IllegalStateException.class);

        String first = Signals.INTERRUPT_IGNORED ? "TERM" : "INT";
        Awaitility.await().untilAsserted(() -> assertThat(lines).containsExactly("up", first));
    }

    @Test
    void shouldEndWholeGroupOfWhatIgnoresAnInterrupt() {
        List<ProcessId> started = Collections.synchronizedList(new ArrayList<>());
        CommandRunner job = ProcessRunner.forJob("watch-test:1", remember(started));
        List<String> lines = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() -> job.run(
                        shell(LONG, "trap '' INT; sleep 604 & echo up; sleep 605; true"),
                        (stream, line) -> lines.add(line),
                        new Watch() {
                            @Override
                            public void look() {
                                if (lines.contains("up")) {
                                    throw new IllegalStateException("not wanted");
                                }
                            }

                            @Override
                            public Duration grace() {
                                return Duration.ofMillis(200);
                            }
                        }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(new Survivors().find("watch-test:1", started)).isEmpty();
    }

    private static ChildListener remember(List<ProcessId> started) {
        return new ChildListener() {
            @Override
            public void started(ProcessId child, List<String> argv) {
                started.add(child);
            }

            @Override
            public void ended(ProcessId child) {}
        };
    }

    private static Command shell(Duration timeout, String script) {
        return Command.of(timeout, List.of("/bin/sh", "-c", script));
    }
}
