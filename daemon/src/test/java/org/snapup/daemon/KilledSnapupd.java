package org.snapup.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.server.WireClient;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.testing.Trees;

/**
 * A real snapupd over real storage and a real image, killed with SIGKILL and started again: at every crash point of an
 * image-update, and at some of an install; with -Pcrash at every one of all workflows.
 */
abstract class KilledSnapupd {
    private static final boolean EVERYWHERE = Boolean.getBoolean("snapup.crash.everywhere");
    private static final int SOME = 10;

    private static final Packages.Request EVERYTHING =
            new Packages.Request(null, List.of(), null, null, null, null, null);
    private static final Packages.Request HELLO_TOO =
            new Packages.Request(null, List.of("tool"), null, null, null, null, null);

    @TempDir
    private static Path shared;

    private static ClassArchive classes;

    @TempDir
    Path scratch;

    private int worlds;

    @BeforeAll
    static void pack() throws IOException {
        classes = new ClassArchive(shared);
    }

    /** A world with {@code hello} 1.0 in its live BE, not configured yet. */
    abstract IpsWorld world(Path folder) throws IOException;

    /** The live BE's tree. */
    abstract Path live(IpsWorld world);

    /** Nothing half-made is left; looked at with the storage's own means. */
    abstract void checkLeftovers(IpsWorld world) throws IOException;

    /** Ends a world that isn't needed any more. */
    void end(IpsWorld world) throws IOException {}

    private IpsWorld fresh() throws IOException {
        IpsWorld world = world(Files.createDirectory(scratch.resolve("w" + worlds++)));
        world.publish("hello", 2);
        world.publish("tool", 1);
        return world.configure();
    }

    @Test
    void shouldBeAsBeforeOrDoneWhereverAnImageUpdateIsKilled() throws IOException {
        killEverywhere(Packages.IMAGE_UPDATE, EVERYTHING, Integer.MAX_VALUE);
    }

    @Test
    void shouldBeRecoverableAtWorstWhereverAnInstallIsKilled() throws IOException {
        killEverywhere(Packages.INSTALL, HELLO_TOO, EVERYWHERE ? Integer.MAX_VALUE : SOME);
    }

    private void killEverywhere(String method, Packages.Request request, int most) throws IOException {
        IpsWorld first = fresh();
        List<String> points = deathlessRun(first, method, request);
        end(first);
        List<Integer> fatal = IntStream.range(0, points.size())
                .filter(i -> !isSameAsBefore(points, i))
                .boxed()
                .collect(Collectors.toList());
        if (fatal.size() > most) {
            Collections.shuffle(fatal, new Random(most));
        }
        IpsWorld world = fresh();
        for (int i : fatal.subList(0, Math.min(most, fatal.size()))) {
            if (killAt(world, i, method, request, points.get(i)) != Result.UNDONE) {
                end(world);
                world = fresh();
            }
        }
        end(world);
    }

    /** Between the end of one write and the start of the next nothing happens. */
    private static boolean isSameAsBefore(List<String> points, int i) {
        return i > 0
                && points.get(i - 1).endsWith(":after")
                && points.get(i).endsWith(":before")
                && !points.get(i).startsWith("Done:");
    }

    private static List<String> deathlessRun(IpsWorld world, String method, Packages.Request request)
            throws IOException {
        try (DaemonProcess daemon = classes.daemon(world)) {
            assertThat(daemon.start(-1)).isTrue();
            Job job = awaitEnd(world, submit(world, method, request));
            assertThat(requireNonNull(job.outcome()).result())
                    .as(job.toString())
                    .isEqualTo(Result.DONE);
            assertThat(daemon.stop()).isEqualTo(143); // SIGTERM, after an orderly stop
        }
        assertThat(world.socket()).doesNotExist();
        return Files.readAllLines(world.config().resolveSibling("met"));
    }

    private Result killAt(IpsWorld world, int fatal, String method, Packages.Request request, String point)
            throws IOException {
        Path live = live(world);
        Map<String, String> before = Trees.print(live);
        int jobs;
        try (DaemonProcess daemon = classes.daemon(world)) {
            daemon.start(fatal);
            jobs = listJobs(world).size();
            try {
                awaitEnd(world, submit(world, method, request));
            } catch (IOException killed) {
                // as it should be
            }
        }
        try (DaemonProcess daemon = classes.daemon(world)) {
            assertThat(daemon.start(-1)).isTrue();
            Job last = null;
            for (Job job : listJobs(world)) {
                last = awaitEnd(world, job.number());
            }
            if (listJobs(world).size() == jobs) {
                last = null;
            }
            Result result = last == null
                    ? Result.UNDONE
                    : requireNonNull(last.outcome()).result();
            check(world, before, live, result, point);
            daemon.stop();
            return result;
        }
    }

    private void check(IpsWorld world, Map<String, String> before, Path live, Result result, String point)
            throws IOException {
        List<BootEnvironment> bes = listBes(world);
        assertThat(bes).as(point).allMatch(be -> be.unfinishedJob() == null);
        BootEnvironment next =
                bes.stream().filter(BootEnvironment::activeOnReboot).findFirst().orElseThrow();
        switch (result) {
            case DONE -> {
                boolean updatedInClone = !next.activeNow() && bes.size() == 2 && IpsWorld.versionIn(live, "hello") == 1;
                boolean installedInPlace = next.activeNow() && IpsWorld.versionIn(live, "tool") == 1;
                assertThat(updatedInClone || installedInPlace).as(point).isTrue();
            }
            case UNDONE -> {
                assertThat(bes).as(point).hasSize(1);
                assertThat(Trees.print(live)).as(point).isEqualTo(before);
            }
            case RECOVERABLE -> {
                assertThat(bes).as(point).hasSize(2);
                BootEnvironment recovery =
                        bes.stream().filter(be -> !be.activeNow()).findFirst().orElseThrow();
                assertThat(recovery.activeOnReboot()).as(point).isFalse();
                assertThat(Trees.print(Path.of(requireNonNull(recovery.mountpoint()))))
                        .as(point)
                        .isEqualTo(before);
            }
            case NOT_RUN, LOST -> throw new AssertionError(result + ": " + point);
        }
        checkLeftovers(world);
    }

    private static long submit(IpsWorld world, String method, Packages.Request request) throws IOException {
        try (WireClient client = new WireClient(world.socket())) {
            return requireNonNull(client.send(method, request, false)
                    .receive(Packages.Started.class)
                    .job());
        }
    }

    private static List<Job> listJobs(IpsWorld world) throws IOException {
        try (WireClient client = new WireClient(world.socket())) {
            return client.send(Jobs.LIST, new Jobs.ListRequest(true), false)
                    .receive(Jobs.Listing.class)
                    .jobs();
        }
    }

    private static List<BootEnvironment> listBes(IpsWorld world) throws IOException {
        try (WireClient client = new WireClient(world.socket())) {
            return client.send(BootEnvironments.LIST, new BootEnvironments.ListRequest(null, null), false)
                    .receive(BootEnvironments.Listing.class)
                    .bootEnvironments();
        }
    }

    /** Follows the job's events to the last one; the connection ends with the daemon. */
    private static Job awaitEnd(IpsWorld world, long job) throws IOException {
        try (WireClient client = new WireClient(world.socket())) {
            client.send(Jobs.WATCH, new Jobs.WatchRequest(job, null), true);
            while (!client.receive(Jobs.Watched.class).event().isLast()) {
                // the next one
            }
        }
        try (WireClient client = new WireClient(world.socket())) {
            Job got = client.send(Jobs.GET, new Jobs.GetRequest(job), false)
                    .receive(Jobs.Got.class)
                    .job();
            if (got.state() != JobState.ENDED) {
                throw new EOFException("not ended: " + got);
            }
            return got;
        }
    }
}
