package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.From;
import org.snapup.protocol.SnapupException;

/** What one user may have, and what the daemon makes of a state directory that isn't as it left it. */
final class LimitsTest {
    private static final Peer USER = new Peer(1000, 1000, 2, List.of(1000L));
    private static final Peer OTHER_USER = new Peer(1001, 1001, 3, List.of(1001L));

    @TempDir
    Path scratch;

    private CoreWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new CoreWorld(scratch);
        world.engine.offer("app", 2).offer("tool", 1);
        world.start(CoreWorld.FIRST);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldLetAUserQueue64Jobs() {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, update(null));
        for (int i = 0; i < 64; i++) {
            world.submit(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, "s" + i, null), USER, true);
        }

        assertRefused(ErrorCode.QUEUE_FULL, () -> snapshot("one-more", USER));
        assertThat(snapshot("s7", USER).joined()).isTrue();
        assertThat(snapshot("one-more", OTHER_USER).joined()).isFalse();
        long last = snapshot("s63", USER).job();
        assertThat(world.queue().cancel(last, USER)).isFalse();
        assertThat(snapshot("one-more", USER).joined()).isTrue();

        held.release();
        assertThat(outcome(world.awaitEnd(held.job())).result()).isEqualTo(Result.DONE);
        world.await(() -> world.queue().list(false).isEmpty());
        assertThat(world.queue().list(true)).hasSize(66);
        assertThat(world.be(CoreWorld.FIRST).snapshots()).hasSize(64);
    }

    @Test
    void shouldLetAUserHaveFourAutomaticBesThatNobodyBooted() {
        for (int version = 2; version < 6; version++) {
            world.engine.offer("app", version);
            Queue.Accepted accepted = world.submit(Packages.IMAGE_UPDATE, update(null), USER, false);
            assertThat(outcome(world.awaitEnd(accepted.job())).result()).isEqualTo(Result.DONE);
        }
        world.engine.offer("app", 6);

        assertRefused(ErrorCode.TOO_MANY_BES, () -> world.submit(Packages.IMAGE_UPDATE, update(null), USER, false));
        Queue.Accepted other = world.submit(Packages.IMAGE_UPDATE, update(null), OTHER_USER, false);
        assertThat(outcome(world.awaitEnd(other.job())).result()).isEqualTo(Result.DONE);
        world.engine.offer("app", 7);
        assertThat(outcome(world.run(Packages.IMAGE_UPDATE, update(null))).result())
                .isEqualTo(Result.DONE);

        world.stop();
        world.start("be0-4"); // one of the user's four
        world.engine.offer("app", 8);
        Queue.Accepted again = world.submit(Packages.IMAGE_UPDATE, update(null), USER, false);
        assertThat(outcome(world.awaitEnd(again.job())).result()).isEqualTo(Result.DONE);
    }

    @Test
    void shouldCountTheBesOfJobsThatWaitedTogether() {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, update(null));
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(world.submit(Packages.IMAGE_UPDATE, update(From.LIVE, "p" + i), USER, false)
                    .job());
        }
        held.release();

        List<Outcome> outcomes =
                jobs.stream().map(job -> outcome(world.awaitEnd(job))).toList();
        assertThat(outcomes.subList(0, 4)).allMatch(outcome -> outcome.result() == Result.DONE);
        assertThat(outcomes.subList(4, 6))
                .allMatch(outcome -> outcome.result() == Result.NOT_RUN
                        && ErrorCode.TOO_MANY_BES.varlinkName().equals(outcome.error()));
    }

    @Test
    void shouldNeverUseAJobsNumberTwice() throws IOException {
        long first = snapshot("one", CoreWorld.ROOT).job();
        world.awaitEnd(first);
        world.stop();
        Files.delete(world.jobFile(first));
        world.start(CoreWorld.FIRST);
        assertThat(snapshot("two", CoreWorld.ROOT).job()).isEqualTo(first + 1);

        world.awaitEnd(first + 1);
        world.stop();
        Files.delete(world.stateFolder.resolve("counter"));
        world.start(CoreWorld.FIRST);
        assertThat(snapshot("three", CoreWorld.ROOT).job()).isEqualTo(first + 2);
    }

    @Test
    void shouldNeverUseAnEventsNumberTwice() throws IOException {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, update(null));
        long last = lastNumber(world.events(held.job()));
        world.die(held);
        // a power loss takes what was not forced, but never the reservation
        List<String> lines = Files.readAllLines(world.jobFile(held.job()));
        List<String> kept = new ArrayList<>(lines);
        kept.removeIf(line -> line.contains("\"Progressed\""));
        assertThat(kept).hasSizeLessThan(lines.size());
        Files.write(world.jobFile(held.job()), kept);

        world.start(CoreWorld.FIRST);
        world.awaitEnd(held.job());

        List<Event> after =
                world.events(held.job()).stream().filter(e -> e.number() > last).toList();
        assertThat(after).isNotEmpty().allMatch(event -> event.number() > 1000);
        assertThat(world.events(held.job()))
                .extracting(Event::number)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepProgressAndOutputSmall() throws IOException {
        world.engine.chatting(50_000);
        long begin = System.nanoTime();

        Job job = world.run(Packages.IMAGE_UPDATE, update(null));

        long seconds = 1 + (System.nanoTime() - begin) / 1_000_000_000;
        assertThat(outcome(job).result()).isEqualTo(Result.DONE);
        assertThat(world.events(job.number()))
                .filteredOn(event ->
                        event.progress() != null && event.progress().phase().equals("chatter"))
                .as("five a second, and the first and the last one")
                .hasSizeLessThanOrEqualTo((int) (5 * seconds + 2))
                .isNotEmpty();
        assertThat(Files.size(world.jobFile(job.number()))).isBetween(1L << 19, (1L << 20) + (1 << 18));
    }

    @Test
    void shouldDropATornLastLine() throws IOException {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, update(null));
        world.die(held);
        Files.writeString(world.jobFile(held.job()), "{\"n\":999,\"t\":\"2026-", StandardOpenOption.APPEND);

        world.start(CoreWorld.FIRST);

        assertThat(outcome(world.awaitEnd(held.job())).result()).isEqualTo(Result.UNDONE);
        assertThat(Files.readAllLines(world.jobFile(held.job()))).allMatch(line -> line.endsWith("}"));
    }

    @Test
    void shouldRefuseADamagedLineAndSayWhichItIs() throws IOException {
        long job = snapshot("one", CoreWorld.ROOT).job();
        world.awaitEnd(job);
        world.stop();
        List<String> lines = new ArrayList<>(Files.readAllLines(world.jobFile(job)));
        lines.set(3, lines.get(3).replace('{', '#'));
        Files.write(world.jobFile(job), lines);

        assertThatThrownBy(() -> world.start(CoreWorld.FIRST))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_REFUSED))
                .hasMessageContaining("line 4 of " + world.jobFile(job))
                .hasMessageNotContaining("\n")
                .hasMessageContaining("move the damaged file away");
    }

    @Test
    void shouldNameTheFileThatHoldsNoJob() throws IOException {
        long job = snapshot("one", CoreWorld.ROOT).job();
        world.awaitEnd(job);
        world.stop();
        Path file = world.jobFile(job);
        Path moved = file.resolveSibling("0000000777.jsonl");
        Files.move(file, moved);
        assertStateRefused("the file of job 777 doesn't begin with that job's request; move the damaged file away");
        Files.writeString(moved, "");
        assertStateRefused(moved + " has no whole line; move the damaged file away");
        Files.delete(moved);
        Files.createDirectory(moved);
        assertStateRefused(moved + " is no file; move the damaged file away");
    }

    @Test
    void shouldChangeNothingWhileAJobOfANewerSnapupdIsUnfinished() throws IOException {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, update(null));
        world.die(held);
        addLineOfANewerSnapupd(held.job());
        byte[] file = Files.readAllBytes(world.jobFile(held.job()));
        int bes = world.start(CoreWorld.FIRST).bes().size();

        assertRefused(ErrorCode.READ_ONLY, () -> snapshot("one", CoreWorld.ROOT));
        assertRefused(ErrorCode.READ_ONLY, () -> world.queue().cancel(held.job(), CoreWorld.ROOT));

        assertThat(world.queue().get(held.job()).state()).isEqualTo(JobState.RUNNING);
        assertThat(world.events(held.job())).isNotEmpty();
        world.stop();
        assertThat(Files.readAllBytes(world.jobFile(held.job()))).isEqualTo(file);
        world.start(CoreWorld.FIRST);
        assertThat(world.bes()).hasSize(bes).anyMatch(be -> be.tag() != null);
    }

    @Test
    void shouldWorkOnWhereAJobOfANewerSnapupdHasEnded() throws IOException {
        long job = snapshot("one", CoreWorld.ROOT).job();
        world.awaitEnd(job);
        world.stop();
        addLineOfANewerSnapupd(job);

        world.start(CoreWorld.FIRST);

        assertThat(outcome(world.queue().get(job)).result()).isEqualTo(Result.DONE);
        assertThat(outcome(world.awaitEnd(snapshot("two", CoreWorld.ROOT).job()))
                        .result())
                .isEqualTo(Result.DONE);
    }

    private void addLineOfANewerSnapupd(long job) throws IOException {
        Files.writeString(
                world.jobFile(job),
                "{\"n\":990,\"t\":\"2030-01-01T00:00:00Z\",\"type\":\"Teleported\",\"data\":{\"to\":\"moon\"}}\n",
                StandardOpenOption.APPEND);
    }

    @Test
    void shouldRefuseTheStateOfAnotherInstanceUnlessItIsAdopted() throws IOException {
        world.awaitEnd(snapshot("one", CoreWorld.ROOT).job());
        world.stop();
        Path instance = world.stateFolder.resolve("instance");
        String bound = Files.readString(instance);
        Files.writeString(instance, "00000000-0000-0000-0000-000000000001 1\n");

        assertStateRefused("--adopt");
        world.start(CoreWorld.FIRST, true).stop();
        world.start(CoreWorld.FIRST).stop();
        assertThat(Files.readString(instance)).isNotEqualTo(bound);

        Files.delete(instance); // and with it all that is known of unfinished jobs
        assertStateRefused("give the state directory of that instance back");
        assertThat(instance).doesNotExist();

        Files.writeString(instance, bound.replace(" 1", " 2"));
        assertStateRefused("a newer snapupd wrote");

        Files.writeString(instance, "");
        assertStateRefused(instance + " is damaged; write the instance of the boot environments into it: ");
    }

    @Test
    void shouldRefuseBesThatBelongToNobodyWhereTheStateHasJobs() throws IOException {
        world.awaitEnd(snapshot("one", CoreWorld.ROOT).job());
        world.stop();
        CoreWorld fresh = new CoreWorld(Files.createDirectory(scratch.resolve("fresh")));
        Files.createDirectory(fresh.stateFolder);
        for (String name : List.of("instance", "counter")) {
            Files.copy(world.stateFolder.resolve(name), fresh.stateFolder.resolve(name));
        }

        assertRefused(ErrorCode.STATE_REFUSED, () -> fresh.start(CoreWorld.FIRST));
        fresh.start(CoreWorld.FIRST, true).close();
        fresh.start(CoreWorld.FIRST).close();
    }

    private void assertStateRefused(String advice) {
        assertThatThrownBy(() -> world.start(CoreWorld.FIRST))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_REFUSED))
                .hasMessageContaining(advice);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Queue.Accepted snapshot(String name, Peer peer) {
        return world.submit(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, name, null), peer, true);
    }

    private static Packages.Request update(@Nullable From from, String... patterns) {
        return new Packages.Request(null, List.of(patterns), null, null, from, null, null);
    }

    private static long lastNumber(List<Event> events) {
        return events.get(events.size() - 1).number();
    }

    private static Outcome outcome(Job job) {
        return requireNonNull(job.outcome());
    }
}
