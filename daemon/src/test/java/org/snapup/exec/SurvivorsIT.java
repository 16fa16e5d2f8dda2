package org.snapup.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The processes are started behind the runner's back, as those of a daemon that is no more. */
class SurvivorsIT {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Survivors survivors = new Survivors();
    private final java.util.ArrayList<Process> started = new java.util.ArrayList<>();

    @AfterEach
    void endAll() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void shouldFindProcessByItsEnvironment() throws IOException {
        Process child = start("survivor-test:1", "exec sleep 604");

        // while it becomes another program it has no environment
        Awaitility.await()
                .untilAsserted(() -> assertThat(survivors.find("survivor-test:1", List.of()))
                        .extracting(ProcessId::pid)
                        .containsExactly(child.pid()));
        assertThat(survivors.find("survivor-test:11", List.of())).isEmpty();
    }

    @Test
    void shouldFindJournaledChildAndItsSession() throws IOException {
        Process child = start("other:1", "env -i sleep 605 & echo up; wait");
        child.getInputStream().read();
        ProcessId journaled = ProcessId.of(child.pid()).orElseThrow();

        List<ProcessId> found = survivors.find("survivor-test:2", List.of(journaled));

        assertThat(found).contains(journaled).hasSize(2);
    }

    @Test
    void shouldNotTakeLaterProcessWithSamePidForJournaledOne() throws IOException {
        Process child = start("other:2", "exec sleep 606");

        assertThat(survivors.find("survivor-test:3", List.of(new ProcessId(child.pid(), "earlier"))))
                .isEmpty();
    }

    @Test
    void shouldEndGroupThatIgnoresTheFirstSignal() throws IOException {
        Process child = start("survivor-test:4", "trap '' TERM; sleep 607 & echo up; wait; sleep 608");
        child.getInputStream().read();

        survivors.end("survivor-test:4", List.of(), GRACE);

        assertThat(survivors.find("survivor-test:4", List.of())).isEmpty();
        assertThat(child.onExit().join().isAlive()).isFalse();
    }

    private Process start(String job, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/setsid", "/bin/sh", "-c", script);
        builder.environment().put(ProcessRunner.JOB_VARIABLE, job);
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
