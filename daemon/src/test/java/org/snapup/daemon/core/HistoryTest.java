package org.snapup.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.health.OpenMetricsText;
import org.snapup.daemon.jobs.Retention;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Diagnosis.Bundled;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Packages;
import org.snapup.testing.TinyEngine;

/** What is kept of ended jobs, what is counted of them, and what a bundle has of them. */
class HistoryTest {
    private static final Retention TEN = new Retention(Retention.LEAST, Duration.ZERO);

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
    void shouldKeepTheNewestAndNeverUseANumberTwice() throws IOException {
        long last = snapshots(14);
        tomorrow();

        assertThat(world.core.core().trim(TEN)).isEqualTo(4);

        assertThat(numbers()).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
        assertThat(files()).hasSize(10);
        assertThat(world.core.core().trim(TEN)).isZero();
        for (Path file : files()) {
            Files.delete(file); // even without any
        }
        world.core.stop();
        world.core.start(CoreWorld.FIRST);
        assertThat(snapshots(1)).isEqualTo(last + 1);
    }

    @Test
    void shouldKeepWhatEndedAMomentAgo() {
        snapshots(14);

        assertThat(world.core.core().trim(TEN)).isZero();
    }

    @Test
    void shouldRemoveWhatIsTooOldButNotTheLastOnes() throws IOException {
        snapshots(14);
        tomorrow();

        assertThat(world.core.core().trim(new Retention(1000, Duration.ofHours(2))))
                .isEqualTo(4);
    }

    @Test
    void shouldKeepUnfinishedJobsAndThoseWhoseObjectsAreThere() throws IOException {
        long tagged = snapshots(1);
        world.core
                .storage()
                .snapshot(
                        world.core.storage().capture(world.core.be(CoreWorld.FIRST)),
                        "left",
                        new Tag(world.core.state().instance(), tagged + 2, "snapshot"));
        snapshots(25);
        CoreWorld.Held held = hold();
        tomorrow();

        world.core.core().trim(TEN);

        assertThat(numbers()).contains(tagged + 2, held.job()).hasSize(12);
    }

    @Test
    void shouldKeepTheJobThatLeftARecoveryBe() throws IOException {
        world.core
                .engine
                .offer("tool", 1)
                .failing(TinyEngine.Fault.IN_THE_MIDDLE)
                .recovering(Recovery.DIRTY);
        Job recoverable = world.core.run(
                Packages.INSTALL, new Packages.Request(null, List.of("tool"), null, null, null, null, null));
        snapshots(14);
        tomorrow();

        world.core.core().trim(TEN);

        assertThat(numbers()).contains(recoverable.number()).hasSize(11);
    }

    @Test
    void shouldCountWhatEnded() {
        snapshots(3);
        world.core.engine.offer("app", 2);
        world.core.run(Packages.IMAGE_UPDATE, update());
        world.core.engine.offer("app", 3).failing(TinyEngine.Fault.IN_THE_MIDDLE);
        world.core.run(Packages.IMAGE_UPDATE, update());

        Map<String, Double> metrics = OpenMetricsText.parse(world.health().metrics());

        assertThat(metrics)
                .containsEntry("snapup_jobs_ended_total{method=Snapshot, outcome=done}", 3.0)
                .containsEntry("snapup_jobs_ended_total{method=ImageUpdate, outcome=done}", 1.0)
                .containsEntry("snapup_jobs_ended_total{method=ImageUpdate, outcome=undone}", 1.0)
                .containsEntry("snapup_jobs_ended_total{method=ImageUpdate, outcome=recoverable}", 0.0)
                .containsEntry("snapup_job_duration_seconds_count{method=ImageUpdate}", 2.0)
                .containsEntry("snapup_job_duration_seconds_bucket{le=+Inf, method=Snapshot}", 3.0)
                .containsEntry("snapup_jobs_kept{}", 5.0)
                .containsEntry("snapup_jobs_queued{}", 0.0)
                .containsEntry("snapup_boot_environments{}", 2.0)
                .containsEntry("snapup_reboot_pending{}", 1.0)
                .containsEntry("snapup_connections{}", 3.0)
                .containsEntry("snapup_reserve_bytes{}", (double) (1 << 20))
                .containsEntry("snapup_reserve_wanted_bytes{}", (double) (1 << 20))
                .containsEntry("snapup_read_only{}", 0.0)
                .containsKey("snapup_storage_free_bytes{}")
                .containsKey("snapup_state_free_bytes{}")
                .containsKey("snapup_uptime_seconds{}");
    }

    @Test
    void shouldMeasureTheQueue() {
        CoreWorld.Held held = hold();
        world.core.submit(BootEnvironments.SNAPSHOT, new BootEnvironments.SnapshotRequest(null, "later", null));

        Map<String, Double> metrics = OpenMetricsText.parse(world.health().metrics());

        assertThat(metrics)
                .containsEntry("snapup_jobs_queued{}", 1.0)
                .containsEntry("snapup_jobs_running{}", 1.0)
                .containsEntry("snapup_jobs_blocked{}", 0.0);
        held.release();
        world.core.awaitEnd(held.job());
    }

    /** Secrets in every place that could have them. */
    @Test
    void shouldKeepSecretsOutOfTheBundle() throws IOException {
        String secret = "HUSH-" + System.nanoTime();
        Files.writeString(
                world.file,
                "# proxy https://u:" + secret + "@proxy/\n" + world.text("members = [\"uid:0\"]") + "# password = \""
                        + secret + "\"\n");
        world.core.engine.failing(TinyEngine.Fault.WHILE_PLANNING);
        world.core.run(
                Packages.INSTALL,
                new Packages.Request(
                        null, List.of("https://u:" + secret + "@example.org/x"), null, null, null, null, null));
        world.log.write(("fetching https://u:" + secret + "@example.org/p?token=" + secret + "\n")
                .getBytes(StandardCharsets.UTF_8));
        world.log.write(("-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.UTF_8));
        world.readOnly("can't reach https://u:" + secret + "@example.org");
        Files.writeString(world.core.root.resolve("token=" + secret), "");

        List<Bundled> parts = world.health().bundle();

        assertThat(parts)
                .extracting(Bundled::file)
                .contains(
                        "README",
                        "version.json",
                        "findings.json",
                        "metrics.txt",
                        "snapupd.toml",
                        "bes.txt",
                        "storage.txt",
                        "jobs.json",
                        "jobs/0000000001.jsonl",
                        "log.txt");
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(part.text()));
        assertThat(all).doesNotContain(secret).contains("[redacted]");
        assertThat(all).contains("example.org/x"); // or it would hold nothing at all
    }

    @Test
    void shouldCutALongFileInParts() throws IOException {
        for (int i = 0; i < 1000; i++) {
            world.log.write(("line " + i + " " + "x y ".repeat(250) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        List<Bundled> log = world.health().bundle().stream()
                .filter(part -> part.file().equals("log.txt"))
                .toList();

        assertThat(log).hasSizeGreaterThan(2);
        assertThat(log).allSatisfy(part -> assertThat(part.text()).hasSizeLessThanOrEqualTo(Bundled.MOST_CHARACTERS));
        StringBuilder all = new StringBuilder();
        log.forEach(part -> all.append(part.text()));
        assertThat(all).startsWith("line 0 ").contains("line 999 ");
    }

    private long snapshots(int count) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = world.core
                    .run(
                            BootEnvironments.SNAPSHOT,
                            new BootEnvironments.SnapshotRequest(null, "s" + System.nanoTime(), null))
                    .number();
        }
        return last;
    }

    private CoreWorld.Held hold() {
        world.core.engine.offer("app", 2);
        return world.core.hold(Packages.IMAGE_UPDATE, update());
    }

    private static Packages.Request update() {
        return new Packages.Request(null, null, null, null, null, null, null);
    }

    private List<Long> numbers() {
        return world.core.queue().list(true).stream().map(Job::number).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(world.core.stateFolder.resolve("jobs"))) {
            return new ArrayList<>(files.toList());
        }
    }

    private void tomorrow() {
        world.core.later(Duration.ofDays(1));
    }
}
