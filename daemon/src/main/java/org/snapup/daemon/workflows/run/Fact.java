package org.snapup.daemon.workflows.run;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;

/** What a job learned or decided and can't learn again after a crash; each kind at most once a job, in its file. */
public sealed interface Fact {
    /** The BE that the job works on or from, as it was before. */
    record Source(Captured captured) implements Fact {
        public Source {
            requireNonNull(captured, "captured");
        }
    }

    /**
     * The job works in a clone.
     *
     * @param activate the clone is to boot next
     * @param replaces the BE that was to boot next and won't, null where the source is the one that boots next
     */
    record CloneRoute(
            String name,
            String uuid,
            boolean activate,
            @Nullable String replaces) implements Fact {}

    /** The job works in place, on the running BE or on one that is mounted at a root. */
    record PlaceRoute(boolean live, String root) implements Fact {}

    /**
     * The job changes an image's configuration.
     *
     * @param configuration a text that is another one after the change
     */
    record ImageRoute(String be, String root, String configuration) implements Fact {}

    /** The snapshot that holds the state from before. */
    record Safeguard(String snapshot) implements Fact {}

    /** From here on the packages beneath the root may be partly changed. */
    record Changing() implements Fact {}

    /** What the engine could make of a root in which it was cut off. */
    record Verdict(Recovery recovery) implements Fact {}

    /** Somebody removed the snapshot that held the state from before, or a part of it; what is missing. */
    record SafeguardLost(String text) implements Fact {}

    /** There is nothing to do; why. */
    record NothingToDo(String text) implements Fact {}

    /** The BE that holds the state from before a failed operation on the running BE. */
    record RecoveryBe(String name, String uuid, String mountpoint) implements Fact {}

    /** The failed original had to be kept; the command that removes it, and its name. */
    record Kept(String name, String command) implements Fact {}

    /** What a destroy does. */
    record Destroying(Destruction plan) implements Fact {}

    /** A name that an operation chose. */
    record Chosen(String name) implements Fact {}
}
