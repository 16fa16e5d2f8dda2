package org.snapup.daemon.health;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.Tally;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Inspection;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.SnapupException;

/** What is measured. Counters begin anew when the daemon starts. Safe on any thread. */
final class Measurements {
    private static final Logger LOG = LoggerFactory.getLogger(Measurements.class);

    private final Subject subject;

    Measurements(Subject subject) {
        this.subject = subject;
    }

    String text() {
        OpenMetrics out = new OpenMetrics();
        daemon(out);
        queue(out);
        ended(out, subject.tally().counts());
        try {
            storage(out);
        } catch (SnapupException e) {
            LOG.atWarn().setCause(e).log("the storage isn't measured");
        }
        return out.end();
    }

    private void daemon(OpenMetrics out) {
        Map<String, String> build = Map.of(
                "version",
                subject.version(),
                "java",
                System.getProperty("java.version", "unknown"),
                "storage",
                subject.storage().type(),
                "engine",
                subject.engine());
        out.gauge("snapup_build_info", "", "What runs: always 1.").sample("snapup_build_info", build, 1);
        Instant now = subject.clock().instant();
        out.gauge("snapup_start_time_seconds", "seconds", "When the daemon started, since 1970.")
                .sample("snapup_start_time_seconds", subject.started().getEpochSecond());
        out.gauge("snapup_uptime_seconds", "seconds", "How long the daemon has been running.")
                .sample(
                        "snapup_uptime_seconds",
                        Math.max(0, Duration.between(subject.started(), now).toSeconds()));
        out.gauge("snapup_connections", "", "Clients that are connected.")
                .sample("snapup_connections", subject.connections().getAsInt());
        out.gauge("snapup_read_only", "", "1 when the daemon makes no changes, because a job's file can't be written.")
                .sample("snapup_read_only", subject.readOnly().get().isPresent() ? 1 : 0);
    }

    private void queue(OpenMetrics out) {
        List<Job> all = subject.queue().list(true);
        List<Job> unfinished =
                all.stream().filter(job -> job.state() != JobState.ENDED).toList();
        long queued = count(unfinished, JobState.QUEUED);
        long blocked = count(unfinished, JobState.BLOCKED);
        out.gauge("snapup_jobs_queued", "", "Jobs that wait for their turn.").sample("snapup_jobs_queued", queued);
        out.gauge("snapup_jobs_running", "", "Jobs that run: 0 or 1.")
                .sample("snapup_jobs_running", unfinished.size() - queued - blocked);
        out.gauge("snapup_jobs_blocked", "", "Jobs that something outside stands in the way of: 0 or 1.")
                .sample("snapup_jobs_blocked", blocked);
        out.gauge("snapup_jobs_kept", "", "Ended jobs in the history.")
                .sample("snapup_jobs_kept", all.size() - unfinished.size());
        Instant now = subject.clock().instant();
        long longest = unfinished.stream()
                .filter(job -> job.started() != null)
                .mapToLong(job -> Duration.between(Instant.parse(String.valueOf(job.started())), now)
                        .toSeconds())
                .max()
                .orElse(0);
        out.gauge("snapup_job_age_seconds", "seconds", "How long the running job has been running; 0 when none is.")
                .sample("snapup_job_age_seconds", Math.max(0, longest));
    }

    private static long count(List<Job> jobs, JobState state) {
        return jobs.stream().filter(job -> job.state() == state).count();
    }

    private static void ended(OpenMetrics out, Tally.Counts counts) {
        out.counter("snapup_jobs_ended", "Jobs that ended since the daemon started, by method and outcome.");
        counts.ended().forEach((kind, results) -> {
            for (Result result : Result.values()) {
                out.sample(
                        "snapup_jobs_ended_total",
                        Map.of("method", kind, "outcome", RecordCodec.wireName(result)),
                        results.getOrDefault(result, 0L));
            }
        });
        out.histogram("snapup_job_duration_seconds", "seconds", "How long jobs ran, by method.");
        counts.durations().forEach((kind, durations) -> {
            for (int i = 0; i < Tally.BOUNDS_SECONDS.size(); i++) {
                String bound = Double.toString(Tally.BOUNDS_SECONDS.get(i));
                out.sample(
                        "snapup_job_duration_seconds_bucket",
                        Map.of("method", kind, "le", bound),
                        durations.upTo().get(i));
            }
            Map<String, String> method = Map.of("method", kind);
            out.sample("snapup_job_duration_seconds_bucket", Map.of("method", kind, "le", "+Inf"), durations.count());
            out.sample("snapup_job_duration_seconds_count", method, durations.count());
            out.sample("snapup_job_duration_seconds_sum", method, durations.sumSeconds());
        });
    }

    private void storage(OpenMetrics out) {
        List<Be> bes = subject.view().view().bes();
        out.gauge("snapup_boot_environments", "", "Boot environments.").sample("snapup_boot_environments", bes.size());
        out.gauge("snapup_snapshots", "", "Snapshots of boot environments.")
                .sample(
                        "snapup_snapshots",
                        bes.stream().mapToInt(be -> be.snapshots().size()).sum());
        boolean pending = bes.stream().anyMatch(be -> be.next() && !be.live());
        out.gauge("snapup_reboot_pending", "", "1 when another boot environment boots next than runs.")
                .sample("snapup_reboot_pending", pending ? 1 : 0);
        out.gauge("snapup_storage_free_bytes", "bytes", "Free space for boot environments.")
                .sample("snapup_storage_free_bytes", subject.storage().freeBytes());
        Inspection inspection = subject.storage().inspect();
        if (inspection.reserveBytes() != Inspection.UNKNOWN) {
            out.gauge("snapup_reserve_bytes", "bytes", "Space that is kept for going back.")
                    .sample("snapup_reserve_bytes", inspection.reserveBytes());
        }
        out.gauge("snapup_reserve_wanted_bytes", "bytes", "Space that is to be kept for going back.")
                .sample(
                        "snapup_reserve_wanted_bytes",
                        subject.configuration().storage().reserveMib() * (1L << 20));
        try {
            long free = Files.getFileStore(subject.state().folder()).getUsableSpace();
            out.gauge("snapup_state_free_bytes", "bytes", "Free space where jobs are kept.")
                    .sample("snapup_state_free_bytes", free);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the state's space isn't measured");
        }
    }
}
