package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.Core;
import org.snapup.daemon.boot.BootArchive;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.jobs.JobCommands;
import org.snapup.daemon.jobs.JobListener;
import org.snapup.daemon.jobs.Limits;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.directory.DirectoryConfig;
import org.snapup.daemon.storage.directory.DirectoryStorage;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.testing.TinyEngine;

/**
 * A daemon's core over plain directories, in this process: it can be stopped, die, and be started with another BE as the
 * running one. Its first BE, {@value #FIRST}, has two packages.
 */
final class CoreWorld implements AutoCloseable {
    static final String FIRST = "be0";
    static final Peer ROOT = new Peer(0, 0, 1, List.of(0L));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final TinyEngine engine = new TinyEngine();
    private BootArchive bootArchive = BootArchive.NONE;
    final Path root;
    final Path stateFolder;
    private final Path folder;
    private @Nullable StateDirectory state;
    private @Nullable Storage storage;
    private @Nullable Core core;
    private volatile boolean dead;
    private volatile Duration ahead = Duration.ZERO;

    /** From the next start on. */
    CoreWorld with(BootArchive archive) {
        bootArchive = archive;
        return this;
    }

    CoreWorld(Path folder) throws IOException {
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("bes"));
        this.stateFolder = folder.resolve("state");
        TinyEngine.put(root.resolve(FIRST), "app", 1);
        TinyEngine.put(root.resolve(FIRST), "base", 1);
    }

    /** The process dies at the next durable write. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    CoreWorld start(String live) {
        return start(live, false);
    }

    /** Starts a daemon on a machine that runs this BE. */
    CoreWorld start(String live, boolean adopt) {
        dead = false;
        CrashPoints points = name -> {
            if (dead) {
                throw new Died();
            }
        };
        JobCommands commands = new JobCommands();
        Storage bes = DirectoryStorage.open(new DirectoryConfig(root, live, 1 << 20));
        StateDirectory opened = StateDirectory.open(stateFolder);
        try {
            core = Core.open(
                    new Core.Parts(
                            opened,
                            bes,
                            engine,
                            bootArchive,
                            commands,
                            folder.resolve("run"),
                            Limits.DEFAULT,
                            new Ahead(),
                            points,
                            JobListener.NONE),
                    adopt);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        state = opened;
        storage = bes;
        return this;
    }

    void stop() {
        requireNonNull(core).close();
        requireNonNull(storage).close();
        requireNonNull(state).close();
        core = null;
    }

    /** Ends the process without a further durable write; what is held goes on into its death. */
    void die(Held held) {
        dead = true;
        held.release();
        stop();
    }

    /** A job that stands still in the middle of its packages. */
    record Held(long job, CountDownLatch reached, CountDownLatch released) {
        void release() {
            released.countDown();
        }
    }

    /** Submits a job and waits until it stands in the middle of its packages. */
    Held hold(String method, Record parameters) {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        engine.inTheMiddle(() -> {
            engine.inTheMiddle(() -> {});
            reached.countDown();
            awaitLatch(released);
        });
        long job = submit(method, parameters);
        awaitLatch(reached);
        return new Held(job, reached, released);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Queue queue() {
        return requireNonNull(core).queue();
    }

    long submit(String method, Record parameters) {
        return submit(method, parameters, ROOT, true).job();
    }

    Queue.Accepted submit(String method, Record parameters, Peer peer, boolean admin) {
        return queue().submit(new JobRequest(method, parameters, admin), peer);
    }

    /** Submits as root and waits for the end. */
    Job run(String method, Record parameters) {
        return awaitEnd(submit(method, parameters));
    }

    Job awaitEnd(long job) {
        await(() -> queue().get(job).state() == JobState.ENDED);
        return queue().get(job);
    }

    void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing more happens; jobs: " + queue().list(true));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Every event of a job so far. */
    List<Event> events(long job) {
        List<Event> events = new ArrayList<>();
        try (Queue.Feed feed = queue().watch(job, 0, () -> {})) {
            for (List<Event> some = feed.poll(100); !some.isEmpty(); some = feed.poll(100)) {
                events.addAll(some);
            }
        }
        return events;
    }

    List<Be> bes() {
        return requireNonNull(storage).list();
    }

    Be be(String name) {
        return bes().stream().filter(be -> be.name().equals(name)).findFirst().orElseThrow();
    }

    String next() {
        return bes().stream().filter(Be::next).findFirst().orElseThrow().name();
    }

    Path jobFile(long job) {
        return stateFolder.resolve("jobs").resolve(String.format("%010d.jsonl", job));
    }

    /** Lets time pass at once. */
    void later(Duration time) {
        ahead = ahead.plus(time);
    }

    /** The system's, but for what {@link #later} added. */
    private final class Ahead extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    Core core() {
        return requireNonNull(core);
    }

    StateDirectory state() {
        return requireNonNull(state);
    }

    Storage storage() {
        return requireNonNull(storage);
    }

    /** Stops what still runs. */
    @Override
    public void close() {
        if (core != null) {
            stop();
        }
    }
}
