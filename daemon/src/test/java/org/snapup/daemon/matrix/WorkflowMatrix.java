package org.snapup.daemon.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.testing.SimulatedCrash;
import org.snapup.testing.TinyEngine;
import org.snapup.testing.TinyEngine.Fault;
import org.snapup.testing.Trees;

/**
 * Four workflows x success, error before the first change, error in the middle x a death at every crash point. After
 * each death a new process starts from the disk, and what it leaves is held against the promises.
 */
abstract class WorkflowMatrix {
    private static final List<Fault> FAULTS = List.of(Fault.NONE, Fault.BEFORE_CHANGE, Fault.IN_THE_MIDDLE);

    @TempDir
    Path scratch;

    private int worlds;

    /** A fresh world with one BE. */
    abstract StorageWorld world(Path folder) throws IOException;

    /** Whether to die at this crash point; a world that is slow to make takes a part of them. */
    boolean isWanted(int crashPoint) {
        return true;
    }

    /** The world that the last run left just as it found it; the next one needs no new one. */
    private Arena asBefore;

    @AfterEach
    void closeWorld() throws IOException {
        if (asBefore != null) {
            asBefore.close();
        }
    }

    private interface Run {
        /** @return whether the world is as before the run */
        boolean in(Arena arena) throws IOException;
    }

    private void inArena(Fault fault, Run run) throws IOException {
        Arena arena = asBefore;
        asBefore = null;
        if (arena == null) {
            Path folder = Files.createDirectory(scratch.resolve("w" + worlds++));
            TinyEngine engine = new TinyEngine().offer("app", 2).offer("tool", 1);
            arena = new Arena(world(Files.createDirectory(folder.resolve("world"))), folder, engine);
        }
        boolean reusable = false;
        try {
            arena.engine.failing(fault);
            reusable = run.in(arena);
        } finally {
            if (reusable) {
                asBefore = arena;
            } else {
                arena.close();
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> survivesADeathAtEveryCrashPoint() {
        return Stream.of(Flow.values()).flatMap(this::scenarios);
    }

    private Stream<DynamicNode> scenarios(Flow flow) {
        List<String> successful = recordRun(flow, Fault.NONE);
        return FAULTS.stream().map(fault -> {
            List<String> points = fault == Fault.NONE ? successful : recordRun(flow, fault);
            int first = fault == Fault.NONE ? 0 : sameAtFirst(successful, points);
            return dynamicContainer(flow + " with fault " + fault, deaths(flow, fault, points, first));
        });
    }

    private Stream<DynamicNode> deaths(Flow flow, Fault fault, List<String> points, int first) {
        Stream.Builder<DynamicNode> tests = Stream.builder();
        for (int i = first; i < points.size(); i++) {
            int fatal = i;
            if (isWanted(i) && !isSameAsBefore(points, i)) {
                tests.add(dynamicTest(i + " " + points.get(i), () -> dieAt(flow, fault, fatal)));
            }
        }
        return tests.build();
    }

    /** Until the engine fails its run is the one without a fault, whose deaths need no repetition. */
    private static int sameAtFirst(List<String> successful, List<String> points) {
        int same = 0;
        while (same < points.size()
                && same < successful.size()
                && points.get(same).equals(successful.get(same))) {
            same++;
        }
        return same;
    }

    /** Between the end of one write and the start of the next nothing happens: one death there is enough. */
    static boolean isSameAsBefore(List<String> points, int i) {
        String point = points.get(i);
        return i > 0
                && points.get(i - 1).endsWith(":after")
                && point.endsWith(":before")
                && !point.startsWith("Done:")
                && !point.equals("Learned:Source:before");
    }

    private List<String> recordRun(Flow flow, Fault fault) {
        SimulatedCrash.Points points = new SimulatedCrash.Points(-1);
        try {
            inArena(fault, arena -> {
                arena.start(points);
                Arena.Sight before = arena.look();
                Job job = arena.run(flow.method, flow.request(arena.otherRoot.toString()));
                boolean asBefore = check(arena, flow, before, job);
                Result expected = fault == Fault.NONE
                        ? Result.DONE
                        : fault == Fault.IN_THE_MIDDLE && flow == Flow.C_INSTALL_LIVE
                                ? Result.RECOVERABLE
                                : Result.UNDONE;
                assertThat(job.outcome().result()).isEqualTo(expected);
                arena.stop();
                return asBefore;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return points.met();
    }

    private void dieAt(Flow flow, Fault fault, int fatal) throws IOException {
        inArena(fault, arena -> {
            SimulatedCrash.Points points = new SimulatedCrash.Points(fatal);
            arena.start(points);
            Arena.Sight before = arena.look();
            int jobsBefore = arena.jobs().size();
            try {
                long job = arena.submit(flow.method, flow.request(arena.otherRoot.toString()));
                arena.awaitEndOrDeath(job, points);
            } catch (SimulatedCrash e) {
                // before anybody was told the job's number
            }
            arena.stop();
            assertThat(points.isDead()).as("the crash point was met").isTrue();
            arena.start(new SimulatedCrash.Points(-1));
            arena.awaitIdle();
            List<Job> jobs = arena.jobs();
            boolean asBefore = check(arena, flow, before, jobs.size() == jobsBefore ? null : jobs.get(jobs.size() - 1));
            arena.stop();
            return asBefore;
        });
    }

    /**
     * Holds what is left against the promises.
     *
     * @return whether the world is as before the job
     */
    private static boolean check(Arena arena, Flow flow, Arena.Sight before, Job job) {
        arena.checkAlways();
        Arena.Sight after = arena.look();
        boolean done = job != null && Arena.isResult(job, Result.DONE);
        boolean recoverable = job != null && Arena.isResult(job, Result.RECOVERABLE);
        assertThat(recoverable && flow != Flow.C_INSTALL_LIVE)
                .as("recoverable is for C only")
                .isFalse();
        if (job != null) {
            assertThat(job.outcome().exitStatus()).isEqualTo(done ? 0 : 1);
        }
        if (!done && !recoverable) {
            assertThat(after).as("as before, after " + job).isEqualTo(before);
            return true;
        }
        switch (flow) {
            case A_IMAGE_UPDATE_LIVE -> {
                assertThat(after.live()).isEqualTo(before.live());
                assertThat(after.other()).isEqualTo(before.other());
                Be next = arena.storage().list().stream()
                        .filter(Be::next)
                        .findFirst()
                        .orElseThrow();
                assertThat(next.live()).isFalse();
                assertThat(arena.installedIn(next)).isEqualTo(flow.installedAfter);
                assertThat(after.bes()).hasSize(before.bes().size() + 1);
            }
            case B_IMAGE_UPDATE_ROOT, D_UNINSTALL_ROOT -> {
                assertThat(TinyEngine.installed(arena.otherRoot)).isEqualTo(flow.installedAfter);
                assertThat(after.live()).isEqualTo(before.live());
                assertThat(after.bes()).isEqualTo(before.bes());
                assertThat(after.otherSettings()).isEqualTo(before.otherSettings());
                assertThat(after.objects()).isEqualTo(before.objects());
            }
            case C_INSTALL_LIVE -> {
                if (done) {
                    assertThat(arena.installedInLive()).isEqualTo(flow.installedAfter);
                    assertThat(after.bes()).isEqualTo(before.bes());
                    assertThat(after.objects()).isEqualTo(before.objects());
                } else {
                    checkRecoveryBe(arena, before, job);
                }
                assertThat(after.other()).isEqualTo(before.other());
            }
        }
        return false;
    }

    private static void checkRecoveryBe(Arena arena, Arena.Sight before, Job job) {
        Be recovery = arena.storage().list().stream()
                .filter(be -> be.name().equals(job.outcome().be()))
                .findFirst()
                .orElseThrow();
        assertThat(recovery.next()).isFalse();
        assertThat(recovery.mountpoint()).isNotNull();
        assertThat(Trees.print(recovery.mountpoint())).isEqualTo(before.live());
        assertThat(arena.storage().list()).hasSize(before.bes().size() + 1);
    }
}
