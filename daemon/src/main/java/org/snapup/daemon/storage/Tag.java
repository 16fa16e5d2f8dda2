package org.snapup.daemon.storage;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Whose an object in the storage is: which instance of snapupd made it, for which job, in which step. It travels as
 * {@code INSTANCE:JOB:STEP} in the property {@value #PROPERTY}, given in the call that creates the object.
 */
public record Tag(String instance, long job, String step) {
    /** The user property of snapshots, clones and subvolumes; only a local value counts. */
    public static final String PROPERTY = "org.snapup:job";

    public Tag {
        requireNonNull(instance, "instance");
        requireNonNull(step, "step");
        if (instance.isEmpty() || instance.indexOf(':') >= 0 || job < 1 || step.isEmpty()) {
            throw new IllegalArgumentException("not a tag: " + instance + ":" + job + ":" + step);
        }
    }

    /** The tag that the property's value stands for, empty where it isn't one of snapup's. */
    public static Optional<Tag> parse(String value) {
        String[] parts = value.split(":", 3);
        if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty() || !parts[1].matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return Optional.of(new Tag(parts[0], Long.parseLong(parts[1]), parts[2]));
    }

    /** Made for the same job of the same instance, in whichever step. */
    public boolean sameJob(Tag other) {
        return job == other.job && instance.equals(other.instance);
    }

    @Override
    public String toString() {
        return instance + ":" + job + ":" + step;
    }
}
