package org.snapup.daemon.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.zfs.ZfsWorld;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ImportRequest;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.testing.SimulatedCrash;
import org.snapup.testing.TinyEngine;

/**
 * A BE is made of a stream, and the daemon dies at every crash point from the first that changes the pool: there is the
 * whole BE then, or nothing of it. What comes before is every job's, and {@link DirectoryMatrixTest}'s.
 */
final class ImportMatrixIT {
    private static final String NAME = "imported";
    private static final String TRANSFER = "0123456789abcdef0123456789abcdef";
    private static final int POOL_MEBIBYTES = 256;

    @TempDir
    Path scratch;

    private Arena arena;
    private Path stream;
    private Path transfer;
    private Arena.Sight before;

    @BeforeEach
    void sendABe() throws IOException {
        ZfsWorld world = new ZfsWorld(scratch.resolve("world"), POOL_MEBIBYTES);
        try {
            arena = new Arena(world, scratch, new TinyEngine());
        } catch (IOException | RuntimeException | AssertionError e) {
            world.close();
            throw e;
        }
        stream = scratch.resolve("stream");
        transfer = scratch.resolve("state/transfers").resolve(TRANSFER);
        arena.start(new SimulatedCrash.Points(-1));
        Storage storage = arena.storage();
        storage.snapshot(storage.capture(be(Arena.OTHER)), "sent", null);
        try (OutputStream out = Files.newOutputStream(stream)) {
            storage.send(be(Arena.OTHER), "sent", out);
        }
        storage.destroy(storage.planDestroy(be(Arena.OTHER), "sent", false));
        before = arena.look();
        arena.stop();
    }

    @AfterEach
    void close() throws IOException {
        if (arena != null) {
            arena.close();
        }
    }

    private Be be(String name) {
        return arena.storage().list().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldLeaveTheWholeBeOrNothingWhereverTheDaemonDied() throws IOException {
        SimulatedCrash.Points all = new SimulatedCrash.Points(-1);
        assertThat(importAndDie(all)).isEqualTo(Result.DONE);

        List<String> points = all.met();
        int done = 0;
        for (int fatal = points.indexOf("Intent:receive:after"); fatal < points.size(); fatal++) {
            if (!WorkflowMatrix.isSameAsBefore(points, fatal)) {
                SimulatedCrash.Points deadly = new SimulatedCrash.Points(fatal);
                done += importAndDie(deadly) == Result.DONE ? 1 : 0;
                assertThat(deadly.isDead()).as(points.get(fatal)).isTrue();
            }
        }
        assertThat(done).as("deaths after the commit point").isPositive();
    }

    /** Leaves the world as it was. */
    private Result importAndDie(SimulatedCrash.Points points) throws IOException {
        arena.start(points);
        Files.copy(stream, transfer);
        int jobs = arena.jobs().size();
        try {
            long job = arena.submit(BootEnvironments.IMPORT, new ImportRequest(NAME, TRANSFER));
            arena.awaitEndOrDeath(job, points);
        } catch (SimulatedCrash e) {
            // before anybody was told the job's number
        }
        arena.stop();
        arena.start(new SimulatedCrash.Points(-1));
        arena.awaitIdle();
        arena.checkAlways();
        List<Job> after = arena.jobs();
        boolean accepted = after.size() > jobs;
        assertThat(Files.exists(transfer)).as("the stream is kept").isNotEqualTo(accepted);
        Result result = accepted ? after.get(after.size() - 1).outcome().result() : Result.NOT_RUN;
        if (result == Result.DONE) {
            Storage storage = arena.storage();
            assertThat(arena.installedIn(be(NAME))).isEqualTo(Map.of("app", 1, "base", 1));
            storage.destroy(storage.planDestroy(be(NAME), null, false));
        }
        assertThat(arena.look()).as("as before").isEqualTo(before);
        arena.stop();
        Files.deleteIfExists(transfer);
        return result;
    }
}
