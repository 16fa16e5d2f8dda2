package org.snapup.daemon.process;

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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snapup.daemon.IpsWorld;
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
 * image-update, and at some of an install; with -Pcrash at every one of all workflows, of the live BE and of another.
 */
abstract class KilledSnapupd {
    private static final boolean EVERYWHERE = Boolean.getBoolean("snapup.crash.everywhere");
    private static final int SOME = 10;

    /** The BE that isn't live, and that jobs with a root are about. */
    private static final String OTHER = "other";

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

    /** What is asked for, of the live BE or of one that is mounted in {@link #root}. */
    private record Asked(String method, String packageName, boolean elsewhere) {
        Packages.Request request(IpsWorld world) {
            List<String> packages = packageName.isEmpty() ? List.of() : List.of(packageName);
            String root = elsewhere ? root(world).toString() : null;
            return new Packages.Request(root, packages, null, null, null, null, null);
        }
    }

    private static Path root(IpsWorld world) {
        return world.folder().resolve("elsewhere");
    }

    private Path target(IpsWorld world, Asked asked) {
        return asked.elsewhere() ? root(world) : live(world);
    }

    private IpsWorld fresh(Asked asked) throws IOException {
        IpsWorld world = world(Files.createDirectory(scratch.resolve("w" + worlds++)));
        world.publish("hello", 2);
        world.publish("tool", 1);
        world.configure();
        if (asked.elsewhere()) {
            try (DaemonProcess daemon = classes.daemon(world)) {
                assertThat(daemon.start(-1)).isTrue();
                awaitDone(world, BootEnvironments.CREATE, BootEnvironments.CreateRequest.of(OTHER, null));
                String root = root(world).toString();
                awaitDone(world, BootEnvironments.MOUNT, new BootEnvironments.MountRequest(OTHER, root, null));
                daemon.stop();
            }
        }
        return world;
    }

    private static void awaitDone(IpsWorld world, String method, Record request) throws IOException {
        Job job = awaitEnd(world, submit(world, method, request));
        assertThat(requireNonNull(job.outcome()).result()).as(job.toString()).isEqualTo(Result.DONE);
    }

    @Test
    void shouldBeAsBeforeOrDoneWhereverAnImageUpdateIsKilled() throws IOException {
        killEverywhere(new Asked(Packages.IMAGE_UPDATE, "", false), Integer.MAX_VALUE);
    }

    @Test
    void shouldBeRecoverableAtWorstWhereverAnInstallIsKilled() throws IOException {
        killEverywhere(new Asked(Packages.INSTALL, "tool", false), EVERYWHERE ? Integer.MAX_VALUE : SOME);
    }

    @Test
    @EnabledIfSystemProperty(named = "snapup.crash.everywhere", matches = "true")
    void shouldBeRecoverableAtWorstWhereverAnUninstallIsKilled() throws IOException {
        killEverywhere(new Asked(Packages.UNINSTALL, "hello", false), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = "snapup.crash.everywhere", matches = "true")
    @CsvSource({Packages.IMAGE_UPDATE + ", ''", Packages.INSTALL + ", tool", Packages.UNINSTALL + ", hello"})
    void shouldBeAsBeforeOrDoneWhereverAChangeElsewhereIsKilled(String method, String packageName) throws IOException {
        killEverywhere(new Asked(method, packageName, true), Integer.MAX_VALUE);
    }

    private void killEverywhere(Asked asked, int most) throws IOException {
        IpsWorld first = fresh(asked);
        List<String> points = deathlessRun(first, asked);
        end(first);
        List<Integer> fatal = IntStream.range(0, points.size())
                .filter(i -> !isSameAsBefore(points, i))
                .boxed()
                .collect(Collectors.toList());
        if (fatal.size() > most) {
            Collections.shuffle(fatal, new Random(most));
        }
        IpsWorld world = fresh(asked);
        for (int i : fatal.subList(0, Math.min(most, fatal.size()))) {
            if (killAt(world, i, asked, points.get(i)) != Result.UNDONE) {
                end(world);
                world = fresh(asked);
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

    private static List<String> deathlessRun(IpsWorld world, Asked asked) throws IOException {
        try (DaemonProcess daemon = classes.daemon(world)) {
            assertThat(daemon.start(-1)).isTrue();
            awaitDone(world, asked.method(), asked.request(world));
            assertThat(daemon.stop()).isEqualTo(143); // SIGTERM, after an orderly stop
        }
        assertThat(world.socket()).doesNotExist();
        return Files.readAllLines(world.config().resolveSibling("met"));
    }

    private Result killAt(IpsWorld world, int fatal, Asked asked, String point) throws IOException {
        Path target = target(world, asked);
        Map<String, String> before = Trees.print(target.toRealPath());
        int jobs;
        try (DaemonProcess daemon = classes.daemon(world)) {
            daemon.start(fatal);
            jobs = listJobs(world).size();
            try {
                awaitEnd(world, submit(world, asked.method(), asked.request(world)));
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
            if (asked.elsewhere()) {
                checkElsewhere(world, before, asked, result, point);
            } else {
                check(world, before, target, asked, result, point);
            }
            checkLeftovers(world);
            daemon.stop();
            return result;
        }
    }

    /** The BE is changed where it is, or the same as before under its name and in its place. */
    private static void checkElsewhere(
            IpsWorld world, Map<String, String> before, Asked asked, Result result, String point) throws IOException {
        Path root = root(world);
        List<BootEnvironment> bes = listBes(world);
        assertThat(bes).as(point).hasSize(2).allMatch(be -> be.unfinishedJob() == null);
        assertThat(bes.stream().filter(be -> !be.activeNow())).as(point).allSatisfy(be -> {
            assertThat(be.name()).isEqualTo(OTHER);
            assertThat(be.mountpoint()).isEqualTo(root.toString());
        });
        assertThat(result).as(point).isIn(Result.DONE, Result.UNDONE);
        if (result == Result.DONE) {
            assertThat(isDone(root, asked)).as(point).isTrue();
        } else {
            assertThat(Trees.print(root.toRealPath())).as(point).isEqualTo(before);
        }
    }

    private static boolean isDone(Path tree, Asked asked) throws IOException {
        return switch (asked.method()) {
            case Packages.IMAGE_UPDATE -> IpsWorld.versionIn(tree, "hello") == 2;
            case Packages.INSTALL -> IpsWorld.versionIn(tree, "tool") == 1;
            default -> IpsWorld.versionIn(tree, "hello") == 0;
        };
    }

    private static void check(
            IpsWorld world, Map<String, String> before, Path live, Asked asked, Result result, String point)
            throws IOException {
        List<BootEnvironment> bes = listBes(world);
        assertThat(bes).as(point).allMatch(be -> be.unfinishedJob() == null);
        BootEnvironment next =
                bes.stream().filter(BootEnvironment::activeOnReboot).findFirst().orElseThrow();
        switch (result) {
            case DONE -> {
                boolean updatedInClone = !next.activeNow() && bes.size() == 2 && IpsWorld.versionIn(live, "hello") == 1;
                boolean installedInPlace = next.activeNow() && isDone(live, asked);
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
    }

    private static long submit(IpsWorld world, String method, Record request) throws IOException {
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
