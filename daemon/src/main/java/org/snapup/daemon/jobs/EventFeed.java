package org.snapup.daemon.jobs;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Kind;
import org.snapup.protocol.Jobs.Job;

/** One reader's place in a job's events. Confined to the reader's thread, but for the wake-up. */
final class EventFeed implements Queue.Feed {
    private final EventLog log;
    private final Supplier<Job> job;
    private final Clock clock;
    private final Runnable onAvailable;
    private long next;

    EventFeed(EventLog log, Supplier<Job> job, Clock clock, long from, Runnable onAvailable) {
        this.log = log;
        this.job = job;
        this.clock = clock;
        this.next = from;
        this.onAvailable = onAvailable;
        log.listen(onAvailable);
    }

    @Override
    public List<Event> poll(int most) {
        List<Event> events = log.from(next, most);
        if (!events.isEmpty()) {
            next = events.get(events.size() - 1).number() + 1;
        }
        return events;
    }

    @Override
    public Event status() {
        Job now = job.get();
        return new Event(
                log.lastNumber(),
                clock.instant().toString(),
                Kind.STATUS,
                now.state(),
                null,
                null,
                null,
                null,
                now.position(),
                now.cancellable(),
                null);
    }

    @Override
    public void close() {
        log.unlisten(onAvailable);
    }
}
