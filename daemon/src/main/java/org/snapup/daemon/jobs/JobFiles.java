package org.snapup.daemon.jobs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.JobRecord.Requested;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Journal.JournalLostException;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.JobState;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.SnapupException;

/**
 * The open files of the unfinished jobs. Writes lines as durably as they ask for; after a failure that leaves it unsure
 * what is on the disk, nothing is written any more. Confined to the conductor's thread, but for {@link #readOnly}.
 */
final class JobFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobFiles.class);
    private static final long NUMBER_BLOCK = 1000;

    private final StateDirectory state;
    private final Clock clock;
    private final CrashPoints crashPoints;
    private final Map<Long, JobFile> files = new HashMap<>();
    private volatile @Nullable String readOnly;

    JobFiles(StateDirectory state, Clock clock, CrashPoints crashPoints) {
        this.state = state;
        this.clock = clock;
        this.crashPoints = crashPoints;
    }

    /** Why nothing may be written, empty in health. Any thread. */
    Optional<String> readOnly() {
        return Optional.ofNullable(readOnly);
    }

    /** From here on nothing is written. */
    void refuse(long job, String reason, @Nullable Exception cause) {
        readOnly = reason;
        LOG.atError()
                .setCause(cause)
                .addKeyValue("job", job)
                .addKeyValue("reason", reason)
                .log("read-only from now on");
    }

    /** Goes on with the file of a job that an earlier process left. */
    void open(long job) throws IOException {
        files.put(job, JobFile.open(state.jobs(), job));
    }

    /**
     * Makes a job's file, with its request and that it waits; when this returns, they are durable.
     *
     * @throws SnapupException {@code NO_SPACE} when that fails; there is no such job then
     */
    List<Line> create(Requested accepted) {
        Instant now = clock.instant();
        List<Line> first = List.of(
                new Line(1, now, accepted),
                new Line(2, now, new JobRecord.Reserved(NUMBER_BLOCK)),
                new Line(3, now, new Entry.Moved(JobState.QUEUED, null, null, null)));
        crashPoints.at("accept:before");
        try {
            state.saveLastJob(accepted.job());
            files.put(accepted.job(), JobFile.create(state.jobs(), accepted.job(), first));
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.NO_SPACE, "the request can't be kept in " + state.jobs() + ": " + e.getMessage(), e);
        }
        crashPoints.at("accept:after");
        return first;
    }

    /**
     * Appends a line, and takes a new block of numbers where the job has none left.
     *
     * @throws SnapupException {@code NO_SPACE}: the line isn't written, and may be when there is room
     * @throws JournalLostException when nothing is written any more
     */
    Line append(QueuedJob job, Record body) {
        if (readOnly != null) {
            throw new JournalLostException(readOnly, new IOException("read-only"));
        }
        JobFile file = requireNonNull(files.get(job.number()), "an ended job's file is closed");
        Line line = new Line(job.lastNumber() + 1, clock.instant(), body);
        String point = pointOf(body);
        try {
            if (line.number() + 1 >= job.reserved()) {
                Line block = new Line(line.number(), line.time(), new JobRecord.Reserved(line.number() + NUMBER_BLOCK));
                file.append(block);
                file.force();
                job.apply(block);
                line = new Line(line.number() + 1, line.time(), body);
            }
            if (line.durable()) {
                crashPoints.at(point + ":before");
            }
            file.append(line);
            if (line.durable()) {
                file.force();
                crashPoints.at(point + ":after");
            }
            return line;
        } catch (IOException e) {
            if (file.isWhole() && isForSpace(e)) {
                throw new SnapupException(
                        ErrorCode.NO_SPACE,
                        file.path().toString(),
                        "there is no space for the job's file " + file.path() + ": make some, and try again",
                        e);
            }
            refuse(
                    job.number(),
                    "the job's file " + file.path() + " can't be written (" + e.getMessage()
                            + "); mend that and start snapupd again",
                    e);
            throw new JournalLostException(requireNonNull(readOnly), e);
        }
    }

    private static boolean isForSpace(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    private static String pointOf(Record body) {
        String type = body.getClass().getSimpleName();
        if (body instanceof Entry.Intent intent) {
            return type + ":" + intent.step();
        } else if (body instanceof Entry.Done done) {
            return type + ":" + done.step();
        } else if (body instanceof Entry.Failed failed) {
            return type + ":" + failed.step();
        } else if (body instanceof Entry.Moved moved) {
            return type + ":" + RecordCodec.wireName(moved.state());
        } else if (body instanceof Entry.Learned learned) {
            return type + ":" + learned.fact();
        }
        return type;
    }

    /** An ended job's file is only read. */
    void close(long job) {
        JobFile file = files.remove(job);
        if (file != null) {
            close(file);
        }
    }

    @Override
    public void close() {
        files.values().forEach(JobFiles::close);
    }

    private static void close(JobFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("job file not closed");
        }
    }
}
