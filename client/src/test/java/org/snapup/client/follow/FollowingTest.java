package org.snapup.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.render.PlainRenderer;
import org.snapup.client.render.Renderer;
import org.snapup.client.terminal.CtrlC;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemon.Talk;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Story;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

@Timeout(30)
@ExtendWith(FakeDaemons.class)
class FollowingTest {
    private static final Story STORY = new Story()
            .state(JobState.QUEUED)
            .state(JobState.RUNNING)
            .step("create", StepState.DONE)
            .done("be-2 is made.");
    private static final List<Event> EVENTS = STORY.events();
    private static final Call CALL = Call.of(
            BootEnvironments.CREATE,
            new BootEnvironments.CreateRequest("be-2", null, null, null, null, null, null, null),
            true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Runnable ctrlC = () -> {};

    /** How often Ctrl-C is pressed when the second event is shown. */
    private int presses;

    private final FakeDaemon daemon;

    FollowingTest(FakeDaemon daemon) {
        this.daemon = daemon;
    }

    @Test
    void shouldShowTheJobAndGiveItsExitStatus() throws IOException {
        daemon.on(BootEnvironments.CREATE, (call, talk) -> tell(talk, EVENTS));

        assertThat(following(Duration.ZERO).follow(CALL)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
            job 7: queued
            job 7: running
            job 7: create done
            Job 7 is done: be-2 is made.
            """);
        assertThat(daemon.calls().get(0).more()).isTrue();
    }

    @Test
    void shouldGiveTheExitStatusOfNothingToDo() throws IOException {
        Outcome nothing = new Outcome(Outcome.Result.DONE, 4, "Up to date.", null, null);
        daemon.on(
                BootEnvironments.CREATE,
                (call, talk) -> tell(talk, new Story().ended(nothing).events()));

        assertThat(following(Duration.ZERO).follow(CALL)).isEqualTo(4);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Job 7, nothing to do: Up to date.\n");
    }

    @Test
    void shouldNotSucceedWhenTheJobWasUndone() throws IOException {
        Outcome undone = new Outcome(Outcome.Result.UNDONE, 0, "As before.", null, null);
        daemon.on(
                BootEnvironments.CREATE,
                (call, talk) -> tell(talk, new Story().ended(undone).events()));

        assertThat(following(Duration.ZERO).follow(CALL)).isEqualTo(1);
    }

    @Test
    void shouldPassOnAnErrorReply() {
        daemon.refuse(BootEnvironments.CREATE, ErrorCode.NAME_TAKEN, "be-2", "there is a be-2");

        assertThatThrownBy(() -> following(Duration.ZERO).follow(CALL))
                .isInstanceOf(SnapupException.class)
                .hasMessage("there is a be-2");
    }

    @Test
    void shouldGoOnBehindTheLastEventAfterTheDaemonCameBack() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
            talk.hangUp();
        });
        daemon.on(Jobs.WATCH, (call, talk) -> {
            if (attempts.incrementAndGet() < 3) {
                talk.hangUp();
            } else {
                watched(talk, EVENTS.subList(1, 4)); // one of them again
            }
        });

        assertThat(following(Duration.ofSeconds(20)).follow(CALL)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
            job 7: queued
            job 7: running
            job 7: create done
            Job 7 is done: be-2 is made.
            """);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("snapup: lost the daemon while it ran job 7 (")
                .endsWith("snapup: the daemon is back, and so is job 7\n");
        assertThat(daemon.calls().get(1).parameters()).isEqualTo(Map.of("job", 7L, "from", 3L));
    }

    @Test
    void shouldTakeAShutdownForADaemonThatComesBack() throws IOException {
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
            throw new SnapupException(ErrorCode.SHUTTING_DOWN, "the daemon stops");
        });
        daemon.on(Jobs.WATCH, (call, talk) -> watched(talk, EVENTS.subList(2, 4)));

        assertThat(following(Duration.ofSeconds(20)).follow(CALL)).isZero();
    }

    @Test
    void shouldGiveUpOnADaemonThatStaysAway() {
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
            daemon.close();
        });

        assertThatThrownBy(() -> following(Duration.ofMillis(300)).follow(CALL))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("went away while it ran job 7")
                .extracting(e -> ((DaemonException) e).advice())
                .asString()
                .contains("snapup job watch 7");
    }

    @Test
    void shouldNotWaitForADaemonThatDiedBeforeItNamedTheJob() {
        daemon.on(BootEnvironments.CREATE, (call, talk) -> talk.hangUp());

        assertThatThrownBy(() -> following(Duration.ofSeconds(20)).follow(CALL))
                .isInstanceOf(DaemonException.class)
                .hasMessage("the daemon went away before it answered");
    }

    @Test
    void shouldSkipEventsThatOnlyNewerClientsKnow() throws IOException {
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            talk.write(
                    "{\"parameters\":{\"job\":7,\"event\":{\"number\":1,\"time\":\"t\",\"kind\":\"aura\"}},\"continues\":true}"
                            .getBytes(StandardCharsets.UTF_8));
            tell(talk, EVENTS.subList(1, 4));
        });

        assertThat(following(Duration.ZERO).follow(CALL)).isZero();
    }

    @Test
    void shouldAskHowAJobEndedThatIsWatchedFromBehindItsEnd() throws IOException {
        daemon.on(Jobs.WATCH, (call, talk) -> talk.reply(new BootEnvironments.ListRequest(null, null)));
        Outcome failed = new Outcome(Outcome.Result.NOT_RUN, 1, "Cancelled.", null, null);
        daemon.answer(
                Jobs.GET,
                new Jobs.Got(
                        new Jobs.Job(7, "Create", JobState.ENDED, null, 0, "t", null, "t", false, 9L, null, failed)));

        assertThat(following(Duration.ZERO).watch(7, 10)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("snapup: job 7 was not run: Cancelled.\n");
    }

    @Test
    void shouldLeaveTheJobAtTheFirstCtrlC() throws IOException {
        presses = 1;
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
        });

        assertThat(following(Duration.ZERO).follow(CALL)).isEqualTo(CtrlC.EXIT_STATUS);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("snapup job watch 7");
        assertThat(daemon.calls()).extracting(Call::method).doesNotContain(Jobs.CANCEL);
    }

    @Test
    void shouldCancelAtTheSecondCtrlCAndFollowToTheEnd() throws IOException {
        presses = 2;
        CountDownLatch cancelled = new CountDownLatch(1);
        Outcome undone = new Outcome(Outcome.Result.UNDONE, 1, "Cancelled.", null, null);
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
            tell(talk, new Story().note("").note("").ended(undone).events().subList(2, 3));
        });
        daemon.on(Jobs.CANCEL, (call, talk) -> {
            talk.reply(new Jobs.Cancelled(false));
            cancelled.countDown();
        });

        assertThat(following(Duration.ZERO).follow(CALL)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("snapup: asking job 7 to stop\n")
                .contains("job 7 failed and is undone: Cancelled.");
    }

    @Test
    void shouldLeaveAJobThatCanNotBeCancelled() throws IOException {
        presses = 2;
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
        });
        daemon.refuse(Jobs.CANCEL, ErrorCode.NOT_CANCELLABLE, "7", "it is past its commit point");

        assertThat(following(Duration.ZERO).follow(CALL)).isEqualTo(CtrlC.EXIT_STATUS);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("job 7 goes on: it is past its commit point\n");
    }

    @Test
    void shouldSayThatOthersWantTheJob() throws IOException {
        presses = 2;
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
        });
        daemon.answer(Jobs.CANCEL, new Jobs.Cancelled(true));

        assertThat(following(Duration.ZERO).follow(CALL)).isEqualTo(CtrlC.EXIT_STATUS);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("job 7 goes on without you");
    }

    @Test
    void shouldLeaveWhileTheDaemonIsAway() {
        presses = 1;
        daemon.on(BootEnvironments.CREATE, (call, talk) -> {
            continuing(talk, EVENTS.subList(0, 2));
            daemon.close();
        });

        assertThat(Files.exists(daemon.socket())).isTrue();
        assertThat(run(Duration.ofSeconds(20))).isEqualTo(CtrlC.EXIT_STATUS);
    }

    private int run(Duration patience) {
        try {
            return following(patience).follow(CALL);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Following following(Duration patience) {
        PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Following(
                new Daemon(daemon.socket()),
                new Pressing(new PlainRenderer(outStream, errStream, false)),
                action -> ctrlC = action,
                new Patience(patience, Duration.ofMillis(300)));
    }

    private final class Pressing implements Renderer {
        private final Renderer shown;

        Pressing(Renderer shown) {
            this.shown = shown;
        }

        @Override
        public void event(long job, Map<String, ?> object, @Nullable Event event) {
            shown.event(job, object, event);
            for (; event != null && event.number() == 2 && presses > 0; presses--) {
                ctrlC.run();
            }
        }

        @Override
        public void outcome(long job, Outcome outcome) {
            shown.outcome(job, outcome);
        }

        @Override
        public void notice(String text) {
            shown.notice(text);
        }

        @Override
        public void close() {
            shown.close();
        }
    }

    private static void continuing(Talk talk, List<Event> events) throws IOException {
        for (Event event : events) {
            talk.continuing(BootEnvironments.Started.event(7, event));
        }
    }

    private static void tell(Talk talk, List<Event> events) throws IOException {
        continuing(talk, events.subList(0, events.size() - 1));
        talk.reply(BootEnvironments.Started.event(7, events.get(events.size() - 1)));
    }

    private static void watched(Talk talk, List<Event> events) throws IOException {
        for (Event event : events.subList(0, events.size() - 1)) {
            talk.continuing(new Jobs.Watched(event));
        }
        talk.reply(new Jobs.Watched(events.get(events.size() - 1)));
    }
}
