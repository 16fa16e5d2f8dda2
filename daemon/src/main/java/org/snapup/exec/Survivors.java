package org.snapup.exec;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Children of a daemon that was killed and that run on. Found by the pid and start that the job's file names, by the
 * session of such a child, and by the job in their environment (Linux; elsewhere only the first).
 */
public final class Survivors {
    private static final long POLL_MILLIS = 20;

    private final ProcessTable table;

    public Survivors() {
        this(ProcessTable.CURRENT);
    }

    Survivors(ProcessTable table) {
        this.table = table;
    }

    /**
     * Which processes were started for a job and still run.
     *
     * @param job {@code INSTANCE:JOB}
     * @param journaled the children whose start the job's file has
     */
    public List<ProcessId> find(String job, Collection<ProcessId> journaled) {
        return entries(isFor(job)).apply(journaled).stream()
                .map(ProcessTable.Entry::id)
                .toList();
    }

    /**
     * Ends every process of the job and waits until the last one is gone.
     *
     * @param grace how long they have before they are killed, and again after that
     * @throws CommandException when one stays, because the kernel holds it; nothing may be repaired then
     */
    public void end(String job, Collection<ProcessId> journaled, Duration grace) {
        Survey survey = entries(isFor(job));
        if (!endedWithin(grace, survey, journaled, Signals.TERM)
                && !endedWithin(grace, survey, journaled, Signals.KILL)) {
            throw new CommandException(
                    "can't end what an earlier daemon left of job " + job + ": "
                            + survey.apply(journaled).stream()
                                    .map(entry -> "process " + entry.id().pid())
                                    .collect(Collectors.joining(", "))
                            + "; look at it with ps, end it, and start snapupd again",
                    null);
        }
    }

    private static boolean endedWithin(Duration grace, Survey survey, Collection<ProcessId> journaled, int signal) {
        long deadline = System.nanoTime() + grace.toNanos();
        List<ProcessTable.Entry> left = survey.apply(journaled);
        if (!left.isEmpty()) {
            send(left, signal);
        }
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            pause();
            left = survey.apply(journaled);
        }
        return left.isEmpty();
    }

    private static void send(List<ProcessTable.Entry> entries, int signal) {
        Set<Long> groups = entries.stream().map(ProcessTable.Entry::group).collect(Collectors.toSet());
        // A process that never got a session of its own shares our group or another's: only itself then.
        Set<Long> pids = entries.stream().map(entry -> entry.id().pid()).collect(Collectors.toSet());
        long own = Signals.ownGroup();
        for (ProcessTable.Entry entry : entries) {
            Signals.send(entry.id().pid(), signal);
        }
        groups.stream()
                .filter(pids::contains)
                .filter(group -> group != own)
                .forEach(group -> Signals.sendToGroup(group, signal));
    }

    private Predicate<ProcessTable.Entry> isFor(String job) {
        long self = ProcessHandle.current().pid();
        return entry -> entry.id().pid() != self
                && table.jobOf(entry.id().pid()).filter(job::equals).isPresent();
    }

    private Survey entries(Predicate<ProcessTable.Entry> ofJob) {
        return journaled -> {
            List<ProcessTable.Entry> all = table.all();
            Set<ProcessId> known = Set.copyOf(journaled);
            Set<Long> sessions = all.stream()
                    .filter(entry -> known.contains(entry.id()))
                    .map(ProcessTable.Entry::session)
                    .filter(session -> known.stream().anyMatch(child -> child.pid() == session))
                    .collect(Collectors.toSet());
            return all.stream()
                    .filter(entry ->
                            known.contains(entry.id()) || sessions.contains(entry.session()) || ofJob.test(entry))
                    .toList();
        };
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while waiting for processes to end", e);
        }
    }

    /** The processes of a job, as they are now. */
    private interface Survey {
        List<ProcessTable.Entry> apply(Collection<ProcessId> journaled);
    }
}
