package org.snapup.daemon.workflows.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.RecordCodec;

/**
 * Where a workflow stands: what replaying its entries gives, live and in recovery alike. Confined to the thread that
 * applies the entries.
 */
public final class Trail {
    private final Map<String, StepState> steps = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> facts = new HashMap<>();
    private final Map<Long, Entry.Child> children = new LinkedHashMap<>();
    private JobState direction = JobState.QUEUED;
    private @Nullable String error;
    private @Nullable String errorText;

    /** Takes an entry in. */
    public void apply(Entry entry) {
        if (entry instanceof Entry.Intent intent) {
            steps.put(intent.step(), StepState.STARTED);
        } else if (entry instanceof Entry.Done done) {
            steps.put(done.step(), StepState.DONE);
        } else if (entry instanceof Entry.Failed failed) {
            steps.put(failed.step(), StepState.FAILED);
        } else if (entry instanceof Entry.Learned learned) {
            facts.put(learned.fact(), learned.value());
        } else if (entry instanceof Entry.Moved moved) {
            if (moved.state() != JobState.BLOCKED) {
                direction = moved.state();
            }
            if (moved.state() == JobState.UNDOING && moved.error() != null) {
                error = moved.error();
                errorText = moved.text();
            }
        } else if (entry instanceof Entry.Child child) {
            children.put(child.pid(), child);
        } else if (entry instanceof Entry.ChildEnded ended) {
            children.remove(ended.pid());
        }
    }

    /** Which way the job goes; a job that is blocked keeps the way that it will go on. */
    public JobState direction() {
        return direction;
    }

    public boolean begun(String step) {
        return steps.containsKey(step);
    }

    public boolean done(String step) {
        return steps.get(step) == StepState.DONE;
    }

    /** Whether a step began that gives this tag to what it makes. */
    public boolean madeIn(String tagStep) {
        return steps.keySet().stream().anyMatch(step -> step.equals(tagStep) || step.endsWith("-" + tagStep));
    }

    /** The fact of this kind, empty where it wasn't learned. */
    public <F extends Record & Fact> Optional<F> find(Class<F> kind) {
        Map<String, Object> value = facts.get(kind.getSimpleName());
        return value == null
                ? Optional.empty()
                : Optional.of(RecordCodec.fromMap(kind, value, RecordCodec.Unknown.IGNORE));
    }

    public boolean knows(Class<? extends Fact> kind) {
        return facts.containsKey(kind.getSimpleName());
    }

    /** A fact that an earlier step must have learned. */
    public <F extends Record & Fact> F get(Class<F> kind) {
        return find(kind)
                .orElseThrow(() -> new IllegalStateException(
                        "the job's file holds no " + kind.getSimpleName() + " at this point"));
    }

    /** Processes that were started and not seen to end. */
    public List<Entry.Child> children() {
        return List.copyOf(children.values());
    }

    /** The Varlink name of the error that turned the job back. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** What turned the job back, for the user. */
    public String errorText() {
        return errorText == null ? "snapupd stopped while the job ran" : errorText;
    }
}
