package org.snapup.daemon.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.jobs.JobRecord.Requested;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Order;
import org.snapup.daemon.workflows.run.Trail;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.RecordCodec;

/** One job's state: what replaying its lines gives, live and after a restart alike. Confined to the conductor's thread. */
final class QueuedJob {
    private final Requested accepted;
    private final Instant submitted;
    private final List<Long> requesters = new ArrayList<>();
    private final Trail trail = new Trail();
    private JobState state = JobState.QUEUED;
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private @Nullable Outcome outcome;
    /** Read by the worker between two actions, too: the queue's thread is not to be asked that often. */
    private volatile boolean cancelRequested;

    private @Nullable String notUnderstood;
    private long lastNumber;
    private long reserved;

    private QueuedJob(Line first, Requested accepted) {
        this.accepted = accepted;
        this.submitted = first.time();
        requesters.add(accepted.requester().uid());
    }

    /** @throws IOException when the first line isn't this job's request */
    static QueuedJob replay(long number, List<Line> lines) throws IOException {
        if (lines.isEmpty() || !(lines.get(0).body() instanceof Requested accepted) || accepted.job() != number) {
            throw new IOException("the file of job " + number + " doesn't begin with that job's request");
        }
        QueuedJob job = new QueuedJob(lines.get(0), accepted);
        lines.forEach(job::apply);
        return job;
    }

    /** Takes a line in. */
    void apply(Line line) {
        lastNumber = Math.max(lastNumber, line.number());
        if (line.body() instanceof Entry entry) {
            trail.apply(entry);
            if (entry instanceof Entry.Moved moved) {
                move(line.time(), moved);
            }
        } else if (line.body() instanceof JobRecord.Joined joined) {
            requesters.add(joined.requester().uid());
        } else if (line.body() instanceof JobRecord.Left left) {
            requesters.removeIf(uid -> uid == left.uid());
        } else if (line.body() instanceof JobRecord.CancelRequested) {
            cancelRequested = true;
        } else if (line.body() instanceof JobRecord.Reserved block) {
            reserved = Math.max(reserved, block.upTo());
        } else if (line.body() instanceof JobRecord.Unknown unknown) {
            notUnderstood = "a line of the type " + unknown.type();
        }
    }

    /** What in its file only a newer snapupd understands: harmless once it ended, and until then in nobody else's hands. */
    Optional<String> notUnderstood() {
        if (accepted.format() > Requested.FORMAT) {
            return Optional.of("the format " + accepted.format());
        }
        if (!Methods.all().containsKey(accepted.method())) {
            return Optional.of("the method " + accepted.method());
        }
        return Optional.ofNullable(notUnderstood);
    }

    private void move(Instant time, Entry.Moved moved) {
        state = moved.state();
        if (started == null && state != JobState.QUEUED && state != JobState.ENDED) {
            started = time;
        }
        if (state == JobState.ENDED) {
            ended = time;
            outcome = moved.outcome();
        }
    }

    long number() {
        return accepted.job();
    }

    Requested accepted() {
        return accepted;
    }

    JobState state() {
        return state;
    }

    boolean isEnded() {
        return state == JobState.ENDED;
    }

    boolean isQueued() {
        return state == JobState.QUEUED;
    }

    /** When it ended, null before. */
    @Nullable
    Instant ended() {
        return ended;
    }

    /** How long it ran, from its start to its end; nothing where it has none. */
    Duration ran() {
        return started == null || ended == null ? Duration.ZERO : Duration.between(started, ended);
    }

    /** The method's name. */
    String kind() {
        return accepted.method().substring(accepted.method().lastIndexOf('.') + 1);
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    boolean cancelRequested() {
        return cancelRequested;
    }

    List<Long> requesters() {
        return requesters;
    }

    Trail trail() {
        return trail;
    }

    long lastNumber() {
        return lastNumber;
    }

    long reserved() {
        return reserved;
    }

    /** Numbers that may have been used and lost are passed over. */
    void skipReserved() {
        lastNumber = Math.max(lastNumber, reserved);
    }

    Record parameters() {
        return RecordCodec.fromMap(
                Methods.of(accepted.method()).parameters(), accepted.parameters(), RecordCodec.Unknown.IGNORE);
    }

    Order order() {
        return new Order(accepted.job(), accepted.method(), parameters(), accepted.admin(), accepted.binding());
    }

    /** Whether a request asks for just this. */
    boolean isSame(Requested other) {
        return accepted.method().equals(other.method())
                && accepted.parameters().equals(other.parameters())
                && accepted.admin() == other.admin()
                && accepted.binding().equals(other.binding());
    }

    /** What the queue shows of it. */
    Job show(@Nullable Long position, boolean cancellable) {
        Map<String, String> parameters = new LinkedHashMap<>();
        accepted.parameters().forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        return new Job(
                accepted.job(),
                kind(),
                state,
                position,
                accepted.requester().uid(),
                submitted.toString(),
                started == null ? null : started.toString(),
                ended == null ? null : ended.toString(),
                cancellable && !isEnded(),
                lastNumber,
                parameters,
                outcome);
    }
}
