package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.daemon.storage.Be;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Kind;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.From;
import org.snapup.protocol.Packages.NewBe;
import org.snapup.testing.TinyEngine;
import org.snapup.testing.Trees;

/** Which BE a job works on when another one is activated, or when the machine booted another one meanwhile. */
final class RebootSemanticsTest {
    private static final String FIRST = CoreWorld.FIRST;

    @TempDir
    Path scratch;

    private CoreWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new CoreWorld(scratch).start(FIRST);
        world.engine.offer("app", 2).offer("tool", 1);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldNotRunWhatWaitedForABeThatDoesNotRunAnyMore() {
        world.run(BootEnvironments.CREATE, new CreateRequest("other", null, null, null, null, null, null, null));
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, request(null, null));
        long install = world.submit(Packages.INSTALL, request(null, null, "tool"));
        long ofLive = world.submit(BootEnvironments.SNAPSHOT, new SnapshotRequest(null, "waited", null));
        long ofOther = world.submit(BootEnvironments.SNAPSHOT, new SnapshotRequest("other", "waited", null));
        Map<String, String> before = Trees.print(world.root.resolve(FIRST));
        world.die(held);

        world.start("other");

        assertThat(outcome(world.awaitEnd(held.job())).result()).isEqualTo(Result.UNDONE);
        for (long waited : new long[] {install, ofLive}) {
            Job job = world.awaitEnd(waited);
            assertThat(outcome(job).result()).isEqualTo(Result.NOT_RUN);
            assertThat(outcome(job).error()).isEqualTo(ErrorCode.RUNNING_BE_CHANGED.varlinkName());
            assertThat(job.started()).isNull();
        }
        assertThat(outcome(world.awaitEnd(ofOther)).result()).isEqualTo(Result.DONE);
        assertThat(Trees.print(world.root.resolve(FIRST))).isEqualTo(before);
        assertThat(world.bes()).extracting(Be::name).containsExactlyInAnyOrder(FIRST, "other");
        assertThat(world.be(FIRST).snapshots()).isEmpty();
    }

    @Test
    void shouldLeaveARecoveryBeWhenAnInstallWasCutOffAndAnotherBeRunsNow() {
        world.run(BootEnvironments.CREATE, new CreateRequest("other", null, null, null, null, null, null, null));
        Map<String, String> before = Trees.print(world.root.resolve(FIRST));
        CoreWorld.Held held = world.hold(Packages.INSTALL, request(null, null, "tool"));
        world.die(held);
        Map<String, String> other = Trees.print(world.root.resolve("other"));
        world.engine.recovering(Recovery.UNCHANGED); // what it would say of the other BE

        world.start("other");

        Outcome outcome = outcome(world.awaitEnd(held.job()));
        assertThat(outcome.result()).isEqualTo(Result.RECOVERABLE);
        assertThat(outcome.text())
                .contains(" BE " + FIRST + " may be partly changed")
                .doesNotContain("running BE");
        Be recovery = world.be(requireNonNull(outcome.be()));
        assertThat(recovery.next()).isFalse();
        assertThat(Trees.print(requireNonNull(recovery.mountpoint()))).isEqualTo(before);
        assertThat(Trees.print(world.root.resolve("other"))).isEqualTo(other);
    }

    @Test
    void shouldKeepAndReportTheUnfinishedCloneThatTheMachineRuns() {
        CoreWorld.Held held = world.hold(Packages.IMAGE_UPDATE, request(null, null));
        String clone = unfinished().name();
        world.die(held);

        world.start(clone);

        Outcome outcome = outcome(world.awaitEnd(held.job()));
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.text()).contains("runs the unfinished BE " + clone).contains("kept");
        Be kept = world.be(clone);
        assertThat(kept.live()).isTrue();
        assertThat(kept.tag()).isNull();
        assertThat(world.be(FIRST).snapshots()).isEmpty();
        assertThat(outcome(world.run(BootEnvironments.ACTIVATE, new BootEnvironments.ActivateRequest(clone, null)))
                        .exitStatus())
                .isIn(0, 4);
    }

    @Test
    void shouldHaveNothingToDoWhereTheNextBeHasItAlready() {
        String next = be(world.run(Packages.IMAGE_UPDATE, request(null, null)));

        Job again = world.run(Packages.IMAGE_UPDATE, request(null, null));

        assertThat(outcome(again).exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(outcome(again).text()).contains("BE " + next + " already has it and boots next");
        assertThat(world.bes()).hasSize(2).allMatch(be -> be.snapshots().isEmpty());
        assertThat(world.next()).isEqualTo(next);
    }

    @Test
    void shouldBuildOnTheBeThatBootsNext() throws IOException {
        String next = be(world.run(Packages.IMAGE_UPDATE, request(null, null)));
        Files.writeString(world.root.resolve(next).resolve("only-in-next"), "kept\n");
        world.engine.offer("app", 3);

        String newest = be(world.run(Packages.IMAGE_UPDATE, request(null, null)));

        assertThat(world.next()).isEqualTo(newest).isNotEqualTo(next);
        assertThat(TinyEngine.installed(world.root.resolve(newest))).containsEntry("app", 3);
        assertThat(world.root.resolve(newest).resolve("only-in-next")).exists();
        assertThat(TinyEngine.installed(world.root.resolve(next))).containsEntry("app", 2);
        assertThat(TinyEngine.installed(world.root.resolve(FIRST))).containsEntry("app", 1);
    }

    @Test
    void shouldNameWhatWillNotBootWhenTheNextBeIsReplaced() throws IOException {
        String next = be(world.run(Packages.IMAGE_UPDATE, request(null, null)));
        Files.writeString(world.root.resolve(next).resolve("only-in-next"), "kept\n");

        Job job = world.run(Packages.IMAGE_UPDATE, request(From.LIVE, null));

        assertThat(outcome(job).result()).isEqualTo(Result.DONE);
        assertThat(outcome(job).text()).contains("BE " + next + " will not boot next any more");
        assertThat(world.next()).isEqualTo(be(job)).isNotEqualTo(next);
        assertThat(world.root.resolve(be(job)).resolve("only-in-next")).doesNotExist();
        assertThat(world.be(next)).isNotNull();
    }

    @Test
    void shouldWarnThatTheNextBeWillNotHaveAnInstall() {
        String next = be(world.run(Packages.IMAGE_UPDATE, request(null, null)));

        Job job = world.run(Packages.INSTALL, request(null, null, "tool"));

        assertThat(outcome(job).result()).isEqualTo(Result.DONE);
        assertThat(world.events(job.number()))
                .anyMatch(event -> event.kind() == Kind.NOTE
                        && requireNonNull(event.text()).contains("BE " + next + " boots next and will not have"));
        assertThat(TinyEngine.installed(world.root.resolve(FIRST))).containsKey("tool");
        assertThat(TinyEngine.installed(world.root.resolve(next))).doesNotContainKey("tool");
    }

    @Test
    void shouldInstallFromTheNextBeInAClone() {
        String next = be(world.run(Packages.IMAGE_UPDATE, request(null, null)));

        Job job = world.run(Packages.INSTALL, request(From.NEXT, null, "tool"));

        assertThat(world.next()).isEqualTo(be(job)).isNotEqualTo(next);
        assertThat(TinyEngine.installed(world.root.resolve(be(job))))
                .containsEntry("app", 2)
                .containsEntry("tool", 1);
        assertThat(TinyEngine.installed(world.root.resolve(FIRST))).doesNotContainKey("tool");
    }

    @Test
    void shouldMakeNoNewBeOnTheNextOneWhereThatWasDenied() {
        world.run(Packages.IMAGE_UPDATE, request(null, null));
        world.engine.offer("app", 3);

        Job job = world.run(Packages.IMAGE_UPDATE, request(null, NewBe.DENY));

        assertThat(outcome(job).error()).isEqualTo(ErrorCode.NEW_BE_NEEDED.varlinkName());
        assertThat(world.bes()).hasSize(2);
    }

    private Be unfinished() {
        return world.bes().stream().filter(be -> be.tag() != null).findFirst().orElseThrow();
    }

    private static Packages.Request request(@Nullable From from, @Nullable NewBe newBe, String... packages) {
        return new Packages.Request(null, List.of(packages), null, null, from, newBe, null);
    }

    private static Outcome outcome(Job job) {
        return requireNonNull(job.outcome());
    }

    private static String be(Job job) {
        assertThat(outcome(job).result()).as(job.toString()).isEqualTo(Result.DONE);
        return requireNonNull(outcome(job).be());
    }
}
