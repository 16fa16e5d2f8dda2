package org.snapup.exec;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One process of all that ever ran on this machine: a pid is used again, a pid with its start isn't.
 *
 * @param start opaque; the same text for as long as the process lives and never again for this pid
 */
public record ProcessId(long pid, String start) {
    /** The start of a process that had ended before it could be looked at. */
    static final String GONE = "gone";

    public ProcessId {
        requireNonNull(start, "start");
        if (pid < 1) {
            throw new IllegalArgumentException("not a pid: " + pid);
        }
    }

    /** The process that has this pid now, empty when none has. */
    public static Optional<ProcessId> of(long pid) {
        return ProcessTable.CURRENT.startOf(pid).map(start -> new ProcessId(pid, start));
    }

    public boolean isAlive() {
        return of(pid).equals(Optional.of(this));
    }
}
