package org.snapup.daemon.workflows.run;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.RecordCodec;

/** What a workflow writes to its job's file. What recovery needs is durable before the act that it announces. */
public sealed interface Entry {
    /** Whether it must be on the disk before the writer goes on. */
    default boolean durable() {
        return true;
    }

    /** The step is about to be applied. */
    record Intent(String step) implements Entry {
        public Intent {
            requireNonNull(step, "step");
        }
    }

    /** The step was applied. */
    record Done(String step) implements Entry {
        public Done {
            requireNonNull(step, "step");
        }
    }

    /** The step threw. */
    record Failed(String step, String error, String text) implements Entry {}

    /**
     * The job's state changed.
     *
     * @param error the Varlink name of the error that turned it, where one did
     * @param text why
     * @param outcome with {@link JobState#ENDED}
     */
    record Moved(
            JobState state,
            @Nullable String error,
            @Nullable String text,
            @Nullable Outcome outcome) implements Entry {}

    /** A {@link Fact}. */
    record Learned(String fact, Map<String, Object> value) implements Entry {
        @SuppressWarnings({"unchecked", "NullAway"}) // the codec leaves nulls out
        static Learned of(Fact fact) {
            return new Learned(fact.getClass().getSimpleName(), (Map<String, Object>)
                    (Map<?, ?>) RecordCodec.toMap((Record) fact));
        }
    }

    /** Something that the user must be told. */
    record Note(String text) implements Entry {}

    /** A line that an external command printed. */
    record Output(String text) implements Entry {
        @Override
        public boolean durable() {
            return false;
        }
    }

    /** How far it is. */
    record Progressed(Progress progress) implements Entry {
        @Override
        public boolean durable() {
            return false;
        }
    }

    /** A child process runs; start is what the system says of its start time, so that a reused pid isn't taken for it. */
    record Child(long pid, String start, String program) implements Entry {
        @Override
        public boolean durable() {
            return false; // it survives the daemon's death; after the machine's there is no child
        }
    }

    record ChildEnded(long pid) implements Entry {
        @Override
        public boolean durable() {
            return false;
        }
    }
}
