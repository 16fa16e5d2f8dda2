package org.snapup.daemon.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.SnapupException;

/**
 * The jobs as readers see them: what the conductor showed last, and their events. Read on any thread, changed by the
 * conductor's.
 */
final class JobViews {
    private final Path folder;
    private final Clock clock;
    private final NavigableMap<Long, Job> jobs = new ConcurrentSkipListMap<>();
    private final Map<Long, List<Long>> requesters = new ConcurrentSkipListMap<>();
    private final Map<Long, EventLog> logs = new ConcurrentSkipListMap<>();

    /** @param folder where the jobs' files are; an ended job's events are read from its file */
    JobViews(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    List<Job> list(boolean all) {
        return jobs.values().stream()
                .filter(job -> all || job.state() != JobState.ENDED)
                .toList();
    }

    /** @throws SnapupException {@code NO_SUCH_JOB} */
    Job get(long number) {
        Job job = jobs.get(number);
        if (job == null) {
            throw new SnapupException(
                    ErrorCode.NO_SUCH_JOB,
                    Long.toString(number),
                    "there is no job " + number + "; see: snapup job list -a",
                    null);
        }
        return job;
    }

    boolean isRequester(long job, long uid) {
        return requesters.getOrDefault(job, List.of()).contains(uid);
    }

    /** The job's events from a number on, those to come included. */
    Queue.Feed watch(long number, long from, Runnable onAvailable) {
        get(number);
        EventLog log = logs.get(number);
        if (log == null) {
            try {
                log = EventLog.of(JobFile.read(folder, number));
            } catch (IOException e) {
                throw new SnapupException(ErrorCode.INTERNAL, "the file of job " + number + " can't be read: " + e, e);
            }
        }
        return new EventFeed(log, () -> get(number), clock, from, onAvailable);
    }

    /** Keeps the events of an unfinished job. */
    void follow(long job, List<Line> lines) {
        logs.put(job, EventLog.of(lines));
    }

    void show(Job job, List<Long> ofUids) {
        requesters.put(job.number(), List.copyOf(ofUids));
        jobs.put(job.number(), job);
    }

    void append(long job, Event event) {
        EventLog log = logs.get(job);
        if (log != null) {
            log.append(event);
        }
    }

    /** Tells the job's watchers to look again. */
    void wake(long job) {
        EventLog log = logs.get(job);
        if (log != null) {
            log.wake();
        }
    }

    void end(long job) {
        logs.remove(job);
    }

    /** The job isn't shown any more. */
    void forget(long job) {
        jobs.remove(job);
        requesters.remove(job);
    }
}
