package org.snapup.daemon.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.snapup.daemon.Core;
import org.snapup.daemon.boot.BootArchive;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.jobs.JobCommands;
import org.snapup.daemon.jobs.JobListener;
import org.snapup.daemon.jobs.Limits;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.testing.SimulatedCrash;
import org.snapup.testing.TinyEngine;
import org.snapup.testing.Trees;

/**
 * A storage world with a daemon's core over it, whose process can die and start again: a live BE with two packages, and
 * a copy of it, {@value #OTHER}, mounted at a folder.
 */
final class Arena implements AutoCloseable {
    static final String OTHER = "other";
    static final Peer ROOT = new Peer(0, 0, 1, List.of(0L));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StorageWorld world;
    private final Path scratch;
    private final Limits limits = new Limits(64, 100, Duration.ofMillis(50), 1 << 20, Duration.ofMillis(20));
    final TinyEngine engine;
    final Path otherRoot;
    private final Path stateFolder;
    private StateDirectory state;
    private Storage storage;
    private Core core;

    Arena(StorageWorld world, Path scratch, TinyEngine engine) throws IOException {
        this(world, scratch, engine, scratch.resolve("state"));
    }

    Arena(StorageWorld world, Path scratch, TinyEngine engine, Path stateFolder) throws IOException {
        this.stateFolder = stateFolder;
        this.world = world;
        this.scratch = scratch;
        this.engine = engine;
        this.otherRoot = scratch.resolve("dir");
        TinyEngine.put(world.liveTree(), "app", 1);
        TinyEngine.put(world.liveTree(), "base", 1);
        for (String nested : world.nested()) {
            Files.writeString(world.liveTree().resolve(nested).resolve("kept"), "kept\n");
        }
        start(CrashPoints.NONE);
        run(BootEnvironments.CREATE, new CreateRequest(OTHER, null, null, null, null, null, null, null));
        run(BootEnvironments.MOUNT, new MountRequest(OTHER, otherRoot.toString(), null));
        stop();
    }

    /** Starts a daemon: everything it knows comes from the disk. */
    void start(CrashPoints points) {
        JobCommands commands = new JobCommands();
        state = StateDirectory.open(stateFolder);
        storage = world.open();
        core = Core.open(
                new Core.Parts(
                        state,
                        storage,
                        engine,
                        BootArchive.NONE,
                        commands,
                        scratch.resolve("run"),
                        limits,
                        Clock.systemUTC(),
                        points,
                        JobListener.NONE),
                false);
    }

    /** Ends the daemon; one whose crash points are dead writes nothing any more. */
    void stop() {
        core.close();
        storage.close();
        state.close();
    }

    /** Submits and waits for the end. */
    Job run(String method, Record parameters) {
        long number = submit(method, parameters);
        awaitIdle();
        return core.queue().get(number);
    }

    long submit(String method, Record parameters) {
        return core.queue()
                .submit(new JobRequest(method, parameters, true), ROOT)
                .job();
    }

    void awaitIdle() {
        await(() -> core.queue().list(false).isEmpty());
    }

    /** Waits until the job ended or the process died. */
    void awaitEndOrDeath(long job, SimulatedCrash.Points points) {
        await(() -> points.isDead() || core.queue().get(job).state() == JobState.ENDED);
    }

    void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "nothing more happens; jobs: " + core.queue().list(true));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Somebody removes the snapshots that hold the state from before. */
    void loseSafeguards() {
        for (Be be : storage.list()) {
            be.snapshots().stream()
                    .filter(snapshot -> snapshot.tag() != null && !snapshot.released())
                    .forEach(snapshot -> storage.releaseSnapshot(be.name(), snapshot.name(), snapshot.tag()));
        }
    }

    Core core() {
        return core;
    }

    Storage storage() {
        return storage;
    }

    List<Job> jobs() {
        return core.queue().list(true);
    }

    /** Everything that a workflow may or may not change. */
    record Sight(
            Map<String, String> live,
            Map<String, String> other,
            Map<String, String> otherSettings,
            List<Identity> bes,
            List<String> objects) {}

    /** A BE's identity and roles. */
    record Identity(String name, String uuid, boolean live, boolean next, boolean mounted) {}

    Sight look() {
        return new Sight(
                Trees.print(world.liveTree()),
                Trees.print(otherRoot),
                world.settings(OTHER),
                storage.list().stream()
                        .map(be -> new Identity(be.name(), be.uuid(), be.live(), be.next(), be.mountpoint() != null))
                        .toList(),
                world.objects());
    }

    /** What is installed in a BE that isn't mounted. */
    Map<String, Integer> installedIn(Be be) {
        Path folder = scratch.resolve("look");
        storage.mount(be, folder, SharedFiles.NONE);
        try {
            return TinyEngine.installed(folder);
        } finally {
            storage.unmount(
                    storage.list().stream()
                            .filter(b -> b.name().equals(be.name()))
                            .findFirst()
                            .orElseThrow(),
                    false);
        }
    }

    Map<String, Integer> installedInLive() {
        return TinyEngine.installed(world.liveTree());
    }

    /** The promises that hold whatever happened. */
    void checkAlways() {
        List<Job> jobs = jobs();
        assertThat(jobs).allSatisfy(job -> {
            assertThat(job.state()).isEqualTo(JobState.ENDED);
            assertThat(job.outcome()).isNotNull();
        });
        List<Be> bes = storage.list();
        assertThat(bes)
                .as("unfinished objects")
                .allSatisfy(be -> assertThat(be.tag()).isNull());
        assertThat(bes.stream().filter(Be::next)).as("BEs that boot next").hasSize(1);
        assertThat(bes.stream().flatMap(be -> be.snapshots().stream()))
                .as("snapshots of ours that nobody gave up")
                .noneMatch(s -> s.tag() != null && !s.released());
    }

    static boolean isResult(Job job, Result result) {
        return job.outcome() != null && job.outcome().result() == result;
    }

    @Override
    public void close() throws IOException {
        world.close();
    }
}
