package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemon.Talk;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.Story;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;

/** The real program, with real signals, against a daemon that dies and comes back. */
@Timeout(120)
@ExtendWith(FakeDaemons.class)
class ProgramIT {
    private static final List<Event> EVENTS = new Story()
            .state(JobState.RUNNING)
            .step("snapshot", StepState.DONE)
            .step("install", StepState.DONE)
            .done("caf\u00e9 is installed.")
            .events();

    private final FakeDaemon daemon;

    private final CountDownLatch told = new CountDownLatch(1);

    ProgramIT(FakeDaemon daemon) {
        this.daemon = daemon;
    }

    @Test
    void shouldExitWithTheJobsStatus() throws Exception {
        daemon.on(Packages.INSTALL, (call, talk) -> {
            tell(talk, 0, 3);
            talk.reply(Packages.Started.event(7, EVENTS.get(3)));
        });

        Program run = install().await();

        assertThat(run.status()).isZero();
        assertThat(run.out()).endsWith("Job 7 is done: caf\u00e9 is installed.\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldLeaveTheJobAtCtrlC() throws Exception {
        daemon.on(Packages.INSTALL, (call, talk) -> tell(talk, 0, 2));

        Program run = install();
        run.awaitOutput("snapshot done");
        requireSignals(run);
        run.signal("INT");

        assertThat(run.await().status()).isEqualTo(130);
        assertThat(run.err()).contains("snapup job watch 7");
        assertThat(daemon.calls()).extracting(Call::method).containsExactly(Packages.INSTALL);
    }

    @Test
    void shouldCancelAtTheSecondCtrlC() throws Exception {
        daemon.on(Packages.INSTALL, (call, talk) -> {
            tell(talk, 0, 2);
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            Outcome undone = new Outcome(Outcome.Result.UNDONE, 1, "Cancelled.", null, null);
            Event last = new Story().note("").note("").ended(undone).events().get(2);
            talk.reply(Packages.Started.event(7, last));
        });
        daemon.on(Jobs.CANCEL, (call, talk) -> {
            talk.reply(new Jobs.Cancelled(false));
            told.countDown();
        });

        Program run = install();
        run.awaitOutput("snapshot done");
        requireSignals(run);
        run.signal("INT");
        run.awaitErrors("Ctrl-C again");
        run.signal("INT");

        assertThat(run.await().status()).isEqualTo(1);
        assertThat(run.err()).contains("job 7 failed and is undone: Cancelled.");
    }

    @Test
    void shouldComeBackToADaemonThatWasRestarted() throws Exception {
        daemon.on(Packages.INSTALL, (call, talk) -> {
            tell(talk, 0, 2);
            daemon.die();
        });

        Program run = install();
        run.awaitErrors("lost the daemon");
        Files.delete(daemon.socket());
        try (FakeDaemon next = new FakeDaemon(daemon.socket())) {
            next.on(Jobs.WATCH, (call, talk) -> {
                talk.continuing(new Jobs.Watched(EVENTS.get(2)));
                talk.reply(new Jobs.Watched(EVENTS.get(3)));
            });
            assertThat(run.await().status()).isZero();
            assertThat(next.calls().get(0).parameters()).containsEntry("from", 3L);
        }
        assertThat(run.out()).endsWith("job 7: install done\nJob 7 is done: caf\u00e9 is installed.\n");
    }

    @Test
    void shouldFailWhenTheDaemonStaysAway() throws Exception {
        daemon.on(Packages.INSTALL, (call, talk) -> {
            tell(talk, 0, 2);
            daemon.die();
        });

        Program run = install().await();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("did not come back within 10 s").contains("snapup job watch 7");
    }

    @Test
    void shouldFailWhenItCanNotWriteItsOutput() throws Exception {
        if (!Files.exists(Path.of("/dev/full"))) {
            throw new TestAbortedException("needs /dev/full");
        }
        daemon.answer(Jobs.LIST, new Jobs.Listing(List.of(), "2026-11-23T05:00:00Z"));

        Program run = Program.shell(
                        "exec \"$1\" --socket \"$2\" job list >/dev/full",
                        Program.SNAPUP.toString(),
                        daemon.socket().toString())
                .await();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("snapup: can't write the output: No space left on device\n");
    }

    @Test
    void shouldTakeAStreamFromAPipe() throws Exception {
        String transfer = "0".repeat(32);
        daemon.doEveryJob("BE new is made of the stream.")
                .answer(BootEnvironments.UPLOAD, new BootEnvironments.Uploaded(transfer, 6));

        Program run = Program.shell(
                        "(printf str; sleep 0.2; printf eam) | \"$1\" --socket \"$2\" be import new",
                        Program.SNAPUP.toString(),
                        daemon.socket().toString())
                .await();

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(daemon.calls())
                .extracting(Call::method)
                .containsExactly(BootEnvironments.UPLOAD, BootEnvironments.IMPORT);
        assertThat(daemon.calls().get(0).parameters()).containsEntry("data", "c3RyZWFt");
    }

    private Program install() throws IOException {
        return Program.start(
                Program.SNAPUP.toString(), "--socket", daemon.socket().toString(), "install", "web");
    }

    private static void tell(Talk talk, int from, int to) throws IOException {
        for (Event event : EVENTS.subList(from, to)) {
            talk.continuing(Packages.Started.event(7, event));
        }
    }

    /** A shell that starts something in the background without job control makes it ignore SIGINT, for good. */
    private static void requireSignals(Program run) throws IOException {
        Path status = Path.of("/proc", Long.toString(run.pid()), "status");
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status, StandardCharsets.US_ASCII)) {
                if (line.startsWith("SigIgn:")
                        && (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0) {
                    throw new TestAbortedException("needs SIGINT, which whoever started this build ignores");
                }
            }
        }
    }
}
