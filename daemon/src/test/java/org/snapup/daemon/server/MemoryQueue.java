package org.snapup.daemon.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/** A queue without a disk and without a worker: the test says what happens to a job. */
final class MemoryQueue implements Queue {
    private static final String TIME = "2026-11-23T05:00:00Z";

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    final AtomicInteger openFeeds = new AtomicInteger();
    final AtomicInteger polled = new AtomicInteger();

    /** Reading events fails. */
    volatile boolean broken;

    private static final class Entry {
        final JobRequest request;
        final Set<Long> requesters = new LinkedHashSet<>();
        final List<Event> events = new ArrayList<>();
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        JobState state = JobState.QUEUED;

        @Nullable
        Outcome outcome;

        Entry(JobRequest request) {
            this.request = request;
        }
    }

    @Override
    public synchronized Accepted submit(JobRequest request, Peer peer) {
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            if (entry.getValue().state == JobState.QUEUED
                    && entry.getValue().request.equals(request)) {
                entry.getValue().requesters.add(peer.uid());
                return new Accepted(entry.getKey(), true);
            }
        }
        long number = entries.size() + 1L;
        Entry entry = new Entry(request);
        entry.requesters.add(peer.uid());
        entries.put(number, entry);
        entry.events.add(event(1, Event.Kind.STATE, JobState.QUEUED, null));
        return new Accepted(number, false);
    }

    synchronized JobRequest request(long job) {
        return entry(job).request;
    }

    void note(long job, String text) {
        Entry entry;
        synchronized (this) {
            entry = entry(job);
            entry.events.add(new Event(
                    entry.events.size() + 1L, TIME, Event.Kind.NOTE, null, null, null, text, null, null, null, null));
        }
        entry.listeners.forEach(Runnable::run);
    }

    void end(long job) {
        Entry entry;
        synchronized (this) {
            entry = entry(job);
            entry.state = JobState.ENDED;
            entry.outcome = new Outcome(Outcome.Result.DONE, Outcome.EXIT_DONE, "done", null, null);
            entry.events.add(event(entry.events.size() + 1L, Event.Kind.STATE, JobState.ENDED, entry.outcome));
        }
        entry.listeners.forEach(Runnable::run);
    }

    @Override
    public synchronized List<Job> list(boolean all) {
        return entries.keySet().stream()
                .map(this::get)
                .filter(job -> all || job.state() != JobState.ENDED)
                .toList();
    }

    @Override
    public synchronized Job get(long job) {
        Entry entry = entry(job);
        Map<String, String> parameters = new HashMap<>();
        entry.request.parameterMap().forEach((key, value) -> parameters.put(key, String.valueOf(value)));
        return new Job(
                job,
                entry.request.kind(),
                entry.state,
                null,
                entry.requesters.iterator().next(),
                TIME,
                null,
                null,
                true,
                (long) entry.events.size(),
                parameters,
                entry.outcome);
    }

    @Override
    public synchronized boolean isRequester(long job, long uid) {
        Entry entry = entries.get(job);
        return entry != null && entry.requesters.contains(uid);
    }

    @Override
    public synchronized Feed watch(long job, long from, Runnable onAvailable) {
        Entry entry = entry(job);
        entry.listeners.add(onAvailable);
        openFeeds.incrementAndGet();
        return new MemoryFeed(entry, from, onAvailable);
    }

    @Override
    public synchronized boolean cancel(long job, Peer peer) {
        Entry entry = entry(job);
        entry.requesters.remove(peer.uid());
        return !entry.requesters.isEmpty();
    }

    private Entry entry(long job) {
        Entry entry = entries.get(job);
        if (entry == null) {
            throw new SnapupException(ErrorCode.NO_SUCH_JOB, Long.toString(job), "there is no job " + job, null);
        }
        return entry;
    }

    private static Event event(long number, Event.Kind kind, JobState state, @Nullable Outcome outcome) {
        return new Event(number, TIME, kind, state, null, null, null, null, null, true, outcome);
    }

    private final class MemoryFeed implements Feed {
        private final Entry entry;
        private final Runnable onAvailable;
        private long next;

        MemoryFeed(Entry entry, long from, Runnable onAvailable) {
            this.entry = entry;
            this.next = Math.max(1, from);
            this.onAvailable = onAvailable;
        }

        @Override
        public List<Event> poll(int most) {
            if (broken) {
                throw new IllegalStateException("the disk is gone");
            }
            synchronized (MemoryQueue.this) {
                int from = (int) Math.min(entry.events.size(), next - 1);
                int to = Math.min(entry.events.size(), from + most);
                next = Math.max(next, to + 1L);
                polled.addAndGet(to - from);
                return List.copyOf(entry.events.subList(from, to));
            }
        }

        @Override
        public Event status() {
            synchronized (MemoryQueue.this) {
                return event(entry.events.size(), Event.Kind.STATUS, entry.state, null);
            }
        }

        @Override
        public void close() {
            entry.listeners.remove(onAvailable);
            openFeeds.decrementAndGet();
        }
    }
}
