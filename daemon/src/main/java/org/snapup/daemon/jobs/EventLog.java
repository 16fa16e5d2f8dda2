package org.snapup.daemon.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Kind;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;

/** A job's events, for any number of readers at their own pace. Safe on any thread. */
final class EventLog {
    private final List<Event> events = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** The events that a job's lines stand for. */
    static EventLog of(List<Line> lines) {
        EventLog log = new EventLog();
        for (Line line : lines) {
            event(line, null).ifPresent(log.events::add);
        }
        return log;
    }

    /** The event that a line stands for; empty for lines that are the queue's own. */
    static Optional<Event> event(Line line, @Nullable Boolean cancellable) {
        if (!(line.body() instanceof Entry entry)) {
            return Optional.empty();
        }
        String time = line.time().toString();
        long n = line.number();
        if (entry instanceof Entry.Intent intent) {
            return Optional.of(step(n, time, intent.step(), StepState.STARTED, null, cancellable));
        } else if (entry instanceof Entry.Done done) {
            return Optional.of(step(n, time, done.step(), StepState.DONE, null, cancellable));
        } else if (entry instanceof Entry.Failed failed) {
            return Optional.of(step(n, time, failed.step(), StepState.FAILED, failed.text(), cancellable));
        } else if (entry instanceof Entry.Moved moved) {
            boolean ended = moved.state() == JobState.ENDED;
            return Optional.of(new Event(
                    n,
                    time,
                    Kind.STATE,
                    moved.state(),
                    null,
                    null,
                    moved.text(),
                    null,
                    null,
                    ended ? Boolean.FALSE : cancellable,
                    moved.outcome()));
        } else if (entry instanceof Entry.Note note) {
            return Optional.of(text(n, time, Kind.NOTE, note.text()));
        } else if (entry instanceof Entry.Output output) {
            return Optional.of(text(n, time, Kind.OUTPUT, output.text()));
        } else if (entry instanceof Entry.Progressed progressed) {
            return Optional.of(
                    new Event(n, time, Kind.PROGRESS, null, null, null, null, progressed.progress(), null, null, null));
        }
        return Optional.empty();
    }

    private static Event step(
            long n, String time, String step, StepState state, @Nullable String text, @Nullable Boolean cancellable) {
        return new Event(n, time, Kind.STEP, null, step, state, text, null, null, cancellable, null);
    }

    private static Event text(long n, String time, Kind kind, String text) {
        return new Event(n, time, kind, null, null, null, text, null, null, null, null);
    }

    void append(Event event) {
        synchronized (events) {
            events.add(event);
        }
        wake();
    }

    /** Tells every reader to look again. */
    void wake() {
        listeners.forEach(Runnable::run);
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    /** At most so many events with numbers from this one on. */
    List<Event> from(long number, int most) {
        synchronized (events) {
            int low = 0;
            int high = events.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (events.get(middle).number() < number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return List.copyOf(events.subList(low, Math.min(events.size(), low + most)));
        }
    }

    long lastNumber() {
        synchronized (events) {
            return events.isEmpty() ? 0 : events.get(events.size() - 1).number();
        }
    }
}
