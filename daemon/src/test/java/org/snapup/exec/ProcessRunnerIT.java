package org.snapup.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.exec.Way.LONG;
import static org.snapup.exec.Way.remember;
import static org.snapup.exec.Way.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Way.class)
class ProcessRunnerIT {
    private final Way way;
    private final CommandRunner runner;

    ProcessRunnerIT(Way way) {
        this.way = way;
        runner = way.runner();
    }

    @Test
    void shouldGiveStatusAndBothOutputs() {
        CommandResult result = runner.run(shell(LONG, "echo out; echo err >&2; exit 3"));

        assertThat(result).isEqualTo(new CommandResult(3, "out\n", "err\n"));
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
        CommandRunner job = way.forJob("timeout-test:1", remember(started));

        assertThatThrownBy(() -> job.run(shell(Duration.ofMillis(200), "sleep 601 & sleep 602; true")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("longer");

        assertThat(new Survivors().find("timeout-test:1", started)).isEmpty();
    }

    @Test
    void shouldEndGroupWhenInterrupted() throws InterruptedException {
        List<ProcessId> started = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch runs = new CountDownLatch(1);
        CommandRunner job = way.forJob("interrupt-test:1", remember(started));
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
        CommandRunner job = way.forJob("watch-test:1", remember(started));
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

    @Test
    void shouldWaitForCommandThatClosedItsOutputs() {
        assertThat(runner.run(shell(LONG, "exec >/dev/null 2>&1; sleep 0.3; exit 7")))
                .isEqualTo(new CommandResult(7, "", ""));
    }

    @Test
    void shouldEndWhatClosedItsOutputsAfterTimeout() {
        assertThatThrownBy(() -> runner.run(shell(Duration.ofMillis(200), "exec >/dev/null 2>&1; sleep 607")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("longer");
    }

    @Test
    void shouldThrowOnWhatTheListenerThrowsAndEndTheCommand() {
        List<ProcessId> started = new ArrayList<>();

        assertThatThrownBy(() -> way.forJob("listener-test:1", remember(started))
                        .run(shell(LONG, "echo one; echo two; sleep 608"), (stream, line) -> {
                            throw new IllegalStateException(line);
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("one");

        assertThat(new Survivors().find("listener-test:1", started)).isEmpty();
    }

    @Test
    void shouldSayOnceThatChildStartedAndEnded() {
        List<String> heard = new ArrayList<>();

        way.forJob("heard-test:1", new ChildListener() {
                    @Override
                    public void started(ProcessId child, List<String> argv) {
                        heard.add("started " + argv);
                    }

                    @Override
                    public void ended(ProcessId child) {
                        heard.add("ended " + (child.isAlive() ? "too early" : ""));
                    }
                })
                .run(Command.of(LONG, List.of("/bin/sleep", "0.1")));

        assertThat(heard).containsExactly("started [/bin/sleep, 0.1]", "ended ");
    }

    @Test
    void shouldEndChildThatCannotBeNoted() {
        List<ProcessId> started = new ArrayList<>();

        assertThatThrownBy(() -> way.forJob("unnoted-test:1", new ChildListener() {
                            @Override
                            public void started(ProcessId child, List<String> argv) {
                                started.add(child);
                                throw new IllegalStateException("no space");
                            }

                            @Override
                            public void ended(ProcessId child) {
                                throw new AssertionError();
                            }
                        })
                        .run(shell(LONG, "sleep 609")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(new Survivors().find("unnoted-test:1", started)).isEmpty();
    }

    @Test
    void shouldEndWhatPrintsWithoutBoundAfterTheCommand() {
        List<ProcessId> started = new ArrayList<>();

        assertThatThrownBy(() -> way.forJob("left-test:1", remember(started))
                        .run(shell(LONG, "trap '' TERM; yes >&2 & sleep 610")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("MiB");

        assertThat(new Survivors().find("left-test:1", started)).isEmpty();
    }

    @Test
    void shouldNoticeInterruptThatCameBefore() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(shell(LONG, "sleep 611"))).isInstanceOf(CommandException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
