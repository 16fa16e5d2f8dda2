package org.snapup.daemon.health;

import java.time.Instant;
import java.util.List;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;

/** The queue, and the clock that its jobs are dated by. */
final class QueueChecks {
    private final Subject subject;

    QueueChecks(Subject subject) {
        this.subject = subject;
    }

    void look(List<Finding> findings) {
        List<Job> unfinished = subject.queue().list(false);
        findings.add(queue(unfinished));
        findings.add(subject.readOnly()
                .get()
                .map(reason -> Findings.problem(
                        "read-only", "the queue", "snapupd makes no changes: " + reason, "mend that, restart snapupd"))
                .orElseGet(() -> Findings.ok("read-only", "the queue", "snapupd makes changes")));
        findings.add(clock());
    }

    private static Finding queue(List<Job> unfinished) {
        List<Job> blocked = unfinished.stream()
                .filter(job -> job.state() == JobState.BLOCKED)
                .toList();
        if (!blocked.isEmpty()) {
            long number = blocked.get(0).number();
            return Findings.problem(
                    "queue",
                    "job " + number,
                    "something outside stands in its way; the " + (unfinished.size() - 1) + " behind it wait",
                    "what it is, says: snapup job watch " + number + "; it goes on by itself when that is gone");
        }
        return Findings.ok("queue", "the queue", unfinished.size() + " jobs run or wait");
    }

    /** A clock that was put back dates new jobs before old ones. */
    private Finding clock() {
        Instant now = subject.clock().instant();
        Instant newest = subject.queue().list(true).stream()
                .map(job -> Instant.parse(job.submitted()))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        if (newest.isAfter(now.plusSeconds(60))) {
            return Findings.problem(
                    "clock",
                    now.toString(),
                    "a job was submitted at " + newest + ": the machine's clock was put back, or is wrong",
                    "set it, best with NTP (on systemd: timedatectl)");
        }
        return Findings.ok("clock", now.toString(), "not before any job");
    }
}
