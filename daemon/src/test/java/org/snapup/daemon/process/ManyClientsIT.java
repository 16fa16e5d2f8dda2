package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.DaemonClient;
import org.snapup.daemon.IpsWorld;
import org.snapup.daemon.server.OtherUsers;
import org.snapup.daemon.server.WireClient;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Kind;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.From;

/** Many clients of one real snapupd: each gets the end of its own job, whatever the others and the daemon do. */
@Timeout(120)
final class ManyClientsIT {
    private static final int CLIENTS = 50;
    private static final int KINDS = 5;
    private static final Packages.Request EVERYTHING =
            new Packages.Request(null, List.of(), null, null, null, null, null);

    @TempDir
    Path scratch;

    private IpsWorld world;
    private HeldArchive archive;
    private DaemonProcess daemon;
    private DaemonClient root;

    @BeforeEach
    void start() throws IOException {
        world = IpsWorld.onDirectories(Files.createDirectory(scratch.resolve("world")));
        world.publish("hello", 2);
        world.configure("uid:4322", "uid:4323");
        archive = new HeldArchive(world);
        daemon = new DaemonProcess(world.config(), world.socket());
        root = new DaemonClient(world.socket());
        assertThat(daemon.start(-1)).isTrue();
    }

    @AfterEach
    void stop() throws IOException {
        archive.release();
        daemon.close();
    }

    @Test
    void shouldTellEachOf50ClientsTheEndOfItsOwnJob() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        CountDownLatch together = new CountDownLatch(CLIENTS);
        List<Future<Long>> jobs = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            jobs.add(threads.submit(() -> {
                together.countDown();
                together.await();
                return beAClient(number);
            }));
        }
        Set<Long> numbers = new HashSet<>();
        for (Future<Long> job : jobs) {
            numbers.add(job.get(100, TimeUnit.SECONDS));
        }
        threads.shutdown();

        assertThat(numbers).hasSize(CLIENTS - CLIENTS / KINDS + 1); // all dry runs are 0
        List<BootEnvironment> bes = root.bes();
        assertThat(bes).hasSize(1 + 2 * CLIENTS / KINDS).allMatch(be -> be.unfinishedJob() == null);
        assertThat(bes.stream().filter(BootEnvironment::activeOnReboot)).hasSize(1);
        assertThat(bes.stream()
                        .filter(BootEnvironment::activeNow)
                        .flatMap(be -> requireNonNull(be.snapshots()).stream()))
                .hasSize(2 * CLIENTS / KINDS);
    }

    /** Returns its job's number, 0 where it needed none. */
    private long beAClient(int i) throws IOException {
        return switch (i % KINDS) {
            case 0 ->
                follow(
                        BootEnvironments.CREATE,
                        new CreateRequest("new-" + i, null, null, null, null, null, null, null),
                        "new-" + i);
            case 1 -> follow(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, "shot-" + i, null), "be0");
            case 2 -> follow(BootEnvironments.SNAPSHOT, new SnapshotRequest("be0", "named-" + i, null), "be0");
            case 3 -> {
                try (WireClient client = new WireClient(world.socket())) {
                    Packages.Started reply = client.send(
                                    Packages.IMAGE_UPDATE,
                                    new Packages.Request(null, List.of(), null, null, From.LIVE, null, true),
                                    false)
                            .receive(Packages.Started.class);
                    assertThat(requireNonNull(reply.plan()).changes())
                            .anyMatch(change -> change.name().equals("hello"));
                }
                yield 0;
            }
            default ->
                follow(
                        Packages.IMAGE_UPDATE,
                        new Packages.Request(null, List.of(), "up-" + i, false, From.LIVE, null, null),
                        "up-" + i);
        };
    }

    /** Submits and follows on one connection, and expects a job of its own that ends well with this BE. */
    private long follow(String method, Record request, String be) throws IOException {
        List<Event> events = new ArrayList<>();
        try (WireClient client = new WireClient(world.socket())) {
            client.send(method, request, true);
            Packages.Started started = client.receive(Packages.Started.class);
            assertThat(started.joined()).isFalse();
            long job = requireNonNull(started.job());
            while (events.isEmpty() || !events.get(events.size() - 1).isLast()) {
                Packages.Started reply = client.receive(Packages.Started.class);
                assertThat(reply.job()).isEqualTo(job);
                events.add(requireNonNull(reply.event()));
            }
            Outcome outcome = requireNonNull(events.get(events.size() - 1).outcome());
            assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
            assertThat(outcome.be()).isEqualTo(be);
            assertOnceAndInOrder(events);
            return job;
        }
    }

    private static void assertOnceAndInOrder(List<Event> events) {
        assertThat(events.stream().filter(e -> e.kind() != Kind.STATUS).map(Event::number))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldLetIdenticalRequestsShareAJobAndADeparterOnlyLeaveIt() throws Exception {
        OtherUsers users = new OtherUsers(scratch);
        String update = "{\"method\":\"org.snapup.Packages.ImageUpdate\"}";
        archive.hold();
        long held = root.submit(
                Packages.IMAGE_UPDATE, new Packages.Request(null, List.of(), "held", null, null, null, null));
        archive.awaitPid();

        assertThat(users.call(4322, world.socket(), update)).containsExactly(reply(held + 1, false));
        assertThat(users.call(4323, world.socket(), update)).containsExactly(reply(held + 1, true));
        try (WireClient one = new WireClient(world.socket());
                WireClient other = new WireClient(world.socket())) {
            for (WireClient client : List.of(one, other)) {
                client.send(
                        BootEnvironments.CREATE,
                        new CreateRequest("shared", null, null, null, null, null, null, null),
                        true);
                BootEnvironments.Started started = client.receive(BootEnvironments.Started.class);
                assertThat(started.job()).isEqualTo(held + 2);
                assertThat(started.joined()).isEqualTo(client == other);
            }
            String cancel = "{\"method\":\"org.snapup.Jobs.Cancel\",\"parameters\":{\"job\":" + (held + 1) + "}}";
            assertThat(users.call(4323, world.socket(), cancel, cancel)).satisfies(replies -> {
                assertThat(replies.get(0)).contains("\"detached\":true");
                assertThat(replies.get(1)).contains("PermissionDenied");
            });
            archive.release();

            for (WireClient client : List.of(one, other)) {
                Event event;
                do {
                    event = requireNonNull(
                            client.receive(BootEnvironments.Started.class).event());
                } while (!event.isLast());
                assertThat(requireNonNull(event.outcome()).be()).isEqualTo("shared");
            }
        }
        Outcome outcome = root.awaitEnd(held + 1);
        assertThat(outcome.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        String get = "{\"method\":\"org.snapup.Jobs.Get\",\"parameters\":{\"job\":" + (held + 1) + "}}";
        assertThat(users.call(4322, world.socket(), get).get(0)).contains("boots next");
        assertThat(users.call(4323, world.socket(), get).get(0)).doesNotContain("boots next");
    }

    private static String reply(long job, boolean joined) {
        return "{\"parameters\":{\"job\":" + job + ",\"joined\":" + joined + "}}";
    }

    @Test
    void shouldReplayEveryStateStepAndNoteOnceAcrossConnectionsAndAKill() throws IOException {
        world.publish("tool", 1);
        root.awaitEnd(root.submit(Packages.IMAGE_UPDATE, EVERYTHING)); // so that the install has something to note
        archive.hold();
        long job = root.submit(
                Packages.INSTALL, new Packages.Request(null, List.of("tool"), null, null, null, null, null));

        List<Event> seen = new ArrayList<>(root.watch(job, 0, DaemonClient.isStep("snapshot", StepState.STARTED)));
        seen.addAll(root.watch(job, after(seen), DaemonClient.isStep("packages", StepState.DONE)));
        archive.awaitPid();
        seen.addAll(root.watch(job, after(seen), DaemonClient.isStep("boot-archive", StepState.STARTED)));
        daemon.kill();
        archive.release();
        assertThat(daemon.start(-1)).isTrue();
        seen.addAll(root.watch(job, after(seen), Event::isLast));

        assertOnceAndInOrder(seen);
        List<Event> all = root.watch(job, 0, Event::isLast);
        assertOnceAndInOrder(all);
        assertThat(lasting(seen)).isEqualTo(lasting(all));
        assertThat(all).anyMatch(event -> event.kind() == Kind.NOTE).anyMatch(event -> event.number() > 1000);
        assertThat(all.stream().filter(Event::isLast)).hasSize(1);
        assertThat(requireNonNull(all.get(all.size() - 1).outcome()).result()).isEqualTo(Result.RECOVERABLE);
    }

    private static long after(List<Event> seen) {
        return seen.get(seen.size() - 1).number() + 1;
    }

    /** What may never be missing. */
    private static List<String> lasting(List<Event> events) {
        return events.stream()
                .filter(e -> e.kind() == Kind.STATE || e.kind() == Kind.STEP || e.kind() == Kind.NOTE)
                .map(e -> e.number() + " " + e.kind() + " " + e.state() + " " + e.step() + " " + e.stepState() + " "
                        + e.text())
                .toList();
    }
}
