package org.snapup.daemon.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Diagnosis.Level;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Packages;
import org.snapup.testing.Requires;
import org.snapup.testing.TinyEngine;

/** Each finding, in a world that has it. */
class HealthTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private HealthWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new HealthWorld(folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldFindNoProblemInHealth() {
        List<Finding> findings = world.findings();

        assertThat(findings).extracting(Finding::level).doesNotContain(Level.PROBLEM);
        assertThat(findings)
                .extracting(Finding::id)
                .doesNotHaveDuplicates()
                .contains(
                        "storage",
                        "live-be",
                        "next-be",
                        "boot-loader",
                        "state",
                        "instance",
                        "state-space",
                        "reserve",
                        "leftovers",
                        "recovery-bes",
                        "failed-bes",
                        "foreign-objects",
                        "deferred-snapshots",
                        "queue",
                        "read-only",
                        "image-lock",
                        "clock",
                        "members",
                        "configuration",
                        "socket");
        assertThat(world.finding("live-be").level()).isEqualTo(Level.NOTE); // it runs from a folder, not from /
    }

    @Test
    void shouldAskForNothingThatIsSoAlready() throws IOException {
        assertThat(world.finding("live-be").advice()).contains("else set storage.live = \"auto\"");

        world.write(world.text("").replace("live = \"" + CoreWorld.FIRST, "live = \"auto"));

        Finding live = world.finding("live-be");
        assertThat(live.subject()).isEqualTo("storage.live = \"auto\"");
        assertThat(live.advice()).isEqualTo("nothing, where it is meant so");
    }

    @Test
    void shouldTellOthersOnlyWhatTheyMayKnow() throws IOException {
        world.configure("members = [\"group:no-such-group-here\"]");

        List<Finding> seen = world.health().check(false);

        assertThat(seen)
                .extracting(Finding::id)
                .containsAll(world.findings().stream().map(Finding::id).toList());
        Finding members = seen.stream()
                .filter(finding -> finding.id().equals("members"))
                .findFirst()
                .orElseThrow();
        assertThat(members.level()).isEqualTo(Level.NOTE);
        assertThat(seen.toString())
                .doesNotContain("no-such-group-here")
                .doesNotContain(world.core.stateFolder.toString());
    }

    @Test
    void shouldSayThatAnotherBeBootsNext() {
        world.core.run(
                BootEnvironments.CREATE,
                new BootEnvironments.CreateRequest("other", null, true, null, null, null, null, null));

        expect("next-be", Level.NOTE, "boots next, and doesn't run yet", "snapup be activate be0");
    }

    @Test
    void shouldWarnOfABootIntoWhatAJobMakes() {
        Be be = world.core.be(CoreWorld.FIRST);
        Tag tag = new Tag(world.core.state().instance(), 9, "clone");
        world.answering("Storage.list", List.of(be(be, true, true, tag, be.snapshots())));

        expect("next-be", Level.PROBLEM, "job 9 is making or changing it", "job watch 9");
    }

    @Test
    void shouldMissTheRunningBe() {
        Be be = world.core.be(CoreWorld.FIRST);
        world.answering("Storage.list", List.of(be(be, false, false, null, be.snapshots())));

        expect("live-be", Level.PROBLEM, "none of the boot environments", "storage.live");
        expect("next-be", Level.PROBLEM, "none of the boot environments is activated", "be activate");
    }

    @Test
    void shouldSayThatNoLoaderFollows() {
        world.answering("Storage.activationObstacle", Optional.of("no loader follows"));

        expect("boot-loader", Level.PROBLEM, "no loader follows", "--no-activate");
    }

    @Test
    void shouldSayThatTheStorageIsInTrouble() {
        world.answering(
                "Storage.inspect", new Inspection(1 << 20, List.of(), List.of("the pool p is DEGRADED"), List.of()));

        expect("storage", Level.PROBLEM, "DEGRADED", "log");
    }

    @Test
    void shouldSayWhenTheStorageIsGone() throws IOException {
        Files.move(world.core.root, folder.resolve("moved"));

        expect("storage", Level.PROBLEM, "could not inspect the storage", "log");
        Files.move(folder.resolve("moved"), world.core.root);
    }

    @Test
    void shouldMissTheReserve() throws IOException {
        Files.delete(world.core.root.resolve(".snapup/reserve"));

        expect("reserve", Level.PROBLEM, "0 MiB are kept", "free some");
    }

    @Test
    void shouldSeeForeignObjects() throws IOException {
        Files.writeString(world.core.root.resolve("notes.txt"), "mine");

        expect("foreign-objects", Level.NOTE, "notes.txt", "nothing");
    }

    @Test
    void shouldSeeWhatNoJobOwns() {
        long ended = world.core
                .run(BootEnvironments.CREATE, BootEnvironments.CreateRequest.of("b", null))
                .number();
        Be be = world.core.be("b");
        world.core
                .storage()
                .snapshot(
                        world.core.storage().capture(be),
                        "snapup-" + ended,
                        new Tag(world.core.state().instance(), ended, "snapshot"));

        expect("leftovers", Level.PROBLEM, "b@snapup-" + ended + " (job " + ended + ")", "restart snapupd");
    }

    @Test
    void shouldSeeWhatAnotherInstanceLeft() {
        world.core.run(BootEnvironments.CREATE, BootEnvironments.CreateRequest.of("b", null));
        Be be = world.core.be("b");
        world.core.storage().snapshot(world.core.storage().capture(be), "theirs", new Tag("another", 3, "snapshot"));

        expect("leftovers", Level.NOTE, "b@theirs", "snapup be destroy");
    }

    @Test
    void shouldNameWhatWasLeftForRecovery() {
        world.core.engine.failing(TinyEngine.Fault.IN_THE_MIDDLE).recovering(Recovery.DIRTY);
        world.core.engine.offer("tool", 1);
        Job job = world.core.run(
                Packages.INSTALL, new Packages.Request(null, List.of("tool"), null, null, null, null, null));
        String be = String.valueOf(requireNonNull(job.outcome(), job.toString()).be());

        expect("recovery-bes", Level.NOTE, "before a failed install", "snapup be activate " + be);
    }

    @Test
    void shouldSeeFailedAttemptsThatWereKept() {
        world.core.run(BootEnvironments.CREATE, BootEnvironments.CreateRequest.of("b-failed-3", null));

        expect("failed-bes", Level.NOTE, "isn't snapup's", "snapup be destroy b-failed-3");
    }

    @Test
    void shouldSeeSnapshotsThatWaitForTheirClones() {
        Be be = world.core.be(CoreWorld.FIRST);
        BeSnapshot waiting = new BeSnapshot("snapup-1", "g", 1, Instant.EPOCH, null, true);
        world.answering("Storage.list", List.of(be(be, true, true, null, List.of(waiting))));

        expect("deferred-snapshots", Level.NOTE, "goes with the last", "nothing");
        assertThat(world.finding("deferred-snapshots").subject()).isEqualTo("be0@snapup-1");
    }

    @Test
    void shouldSeeAStateThatOthersCanRead() throws IOException {
        Files.setPosixFilePermissions(world.core.stateFolder, PosixFilePermissions.fromString("rwxr-xr-x"));

        expect("state", Level.PROBLEM, "mode 0755", "chmod 700 " + world.core.stateFolder);
    }

    @Test
    void shouldFollowALinkToTheState() throws IOException {
        Path state = world.core.stateFolder;
        Files.createSymbolicLink(state, Files.move(state, state.resolveSibling("elsewhere")));

        assertThat(world.finding("state").level()).isEqualTo(Level.OK);
    }

    @Test
    void shouldSeeAStateInABe() {
        world.answering("Storage.isInsideBe", true);

        expect("state", Level.PROBLEM, "inside a boot environment", "move it outside");
    }

    @Test
    void shouldSeeThatSomebodyChangedTheInstance() throws IOException {
        Files.writeString(world.core.root.resolve(".snapup/instance"), "somebody-else\n");

        expect("instance", Level.PROBLEM, "belong to instance somebody-else", "--adopt");
    }

    @Test
    void shouldSeeABlockedJob() {
        Job blocked = new Job(
                7, "Uninstall", JobState.BLOCKED, null, 0, "2026-01-01T00:00:00Z", null, null, false, 3L, null, null);
        world.answering("Queue.list", List.of(blocked));

        expect("queue", Level.PROBLEM, "stands in its way", "snapup job watch 7");
    }

    @Test
    void shouldSayThatNothingIsChangedAnyMore() {
        world.readOnly("the disk is full");

        expect("read-only", Level.PROBLEM, "the disk is full", "restart snapupd");
    }

    @Test
    void shouldSeeAClockThatWasPutBack() {
        world.core.run(BootEnvironments.CREATE, BootEnvironments.CreateRequest.of("b", null));
        world.at(Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC));

        expect("clock", Level.PROBLEM, "put back", "NTP");
    }

    @Test
    void shouldSeeMembersThatNobodyKnows() throws IOException {
        world.configure("members = [\"group:no-such-group-here\"]");

        expect("members", Level.NOTE, "matches nobody", "groupadd no-such-group-here");
    }

    @Test
    void shouldSeeThatTheConfigurationWasChanged() throws IOException {
        Files.writeString(world.file, world.text("members = []"));

        expect("configuration", Level.NOTE, "changed since snapupd read it", "reload or restart snapupd");
    }

    @Test
    void shouldSeeAConfigurationThatOthersCanWrite() throws IOException {
        Files.setPosixFilePermissions(world.file, PosixFilePermissions.fromString("rw-rw-rw-"));

        expect("configuration", Level.PROBLEM, "chmod go-w", "wouldn't start");
    }

    @Test
    void shouldMissTheSocket() throws IOException {
        Files.delete(world.socket);

        expect("socket", Level.PROBLEM, "somebody removed it", "restart snapupd");
    }

    @Test
    void shouldSeeASocketThatIsClosed() throws IOException {
        Files.setPosixFilePermissions(world.socket, PosixFilePermissions.fromString("rw-------"));

        expect("socket", Level.NOTE, "not everybody can connect", "chmod 666 " + world.socket);
    }

    @Test
    void shouldNameWhoHoldsTheImage() throws Exception {
        String python = Requires.program("python3", "python3").toString();
        Path lock = Files.createDirectories(
                        world.core.root.resolve(CoreWorld.FIRST).resolve("var/pkg"))
                .resolve("lock");
        Files.writeString(lock, "");
        Process other = new ProcessBuilder(
                        python,
                        "-c",
                        "import fcntl, sys\nf = open(sys.argv[1], 'r+')\nfcntl.lockf(f, fcntl.LOCK_EX)\n"
                                + "print('held', flush=True)\nsys.stdin.read()",
                        lock.toString())
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");

            expect("image-lock", Level.NOTE, "process " + other.pid() + " holds it", "wait for it");
        } finally {
            other.destroy();
            other.waitFor();
        }
        assertThat(world.finding("image-lock").level()).isEqualTo(Level.OK);
    }

    private void expect(String id, Level level, String found, String advice) {
        Finding finding = world.finding(id);
        assertThat(finding.level()).as(finding.toString()).isEqualTo(level);
        assertThat(finding.found()).contains(found);
        assertThat(finding.advice()).contains(advice);
    }

    private static Be be(Be be, boolean live, boolean next, @Nullable Tag tag, List<BeSnapshot> snapshots) {
        return new Be(
                be.name(),
                be.uuid(),
                be.guid(),
                live,
                next,
                be.mountpoint(),
                be.spaceBytes(),
                be.created(),
                tag,
                snapshots,
                be.once(),
                be.description(),
                be.datasets());
    }
}
