package org.snapup.client.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Kind;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;

/** A job's events, numbered and a second apart. */
public final class Story {
    private final List<Event> events = new ArrayList<>();
    private long seconds = Instant.parse("2026-11-23T05:00:00Z").getEpochSecond();

    public Story state(JobState state) {
        return add(Kind.STATE, state, null, null, null, null, null, null);
    }

    public Story queued(long position) {
        return add(Kind.STATUS, JobState.QUEUED, null, null, null, null, position, null);
    }

    public Story step(String step, StepState state) {
        return step(step, state, null);
    }

    public Story step(String step, StepState state, @Nullable String text) {
        return add(Kind.STEP, null, step, state, text, null, null, null);
    }

    public Story note(String text) {
        return add(Kind.NOTE, null, null, null, text, null, null, null);
    }

    public Story output(String text) {
        return add(Kind.OUTPUT, null, null, null, text, null, null, null);
    }

    public Story progress(String phase, long done, long total, long bytes, long totalBytes) {
        Progress progress = new Progress(phase, done, total, bytes, totalBytes);
        return add(Kind.PROGRESS, null, null, null, null, progress, null, null);
    }

    public Story ended(Outcome outcome) {
        return add(Kind.STATE, JobState.ENDED, null, null, null, null, null, outcome);
    }

    public Story done(String text) {
        return ended(new Outcome(Outcome.Result.DONE, Outcome.EXIT_DONE, text, null, null));
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    private Story add(
            Kind kind,
            @Nullable JobState state,
            @Nullable String step,
            @Nullable StepState stepState,
            @Nullable String text,
            @Nullable Progress progress,
            @Nullable Long position,
            @Nullable Outcome outcome) {
        long number = events.size() + (kind == Kind.STATUS ? 0L : 1L);
        String time = Instant.ofEpochSecond(seconds++).toString();
        events.add(new Event(number, time, kind, state, step, stepState, text, progress, position, null, outcome));
        return this;
    }
}
