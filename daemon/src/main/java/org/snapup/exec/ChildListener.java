package org.snapup.exec;

import java.util.List;

/**
 * Told of every child process, on the thread that runs the command, so that a job's file can say which processes a
 * killed daemon left behind.
 */
public interface ChildListener {
    ChildListener NONE = new ChildListener() {
        @Override
        public void started(ProcessId child, List<String> argv) {}

        @Override
        public void ended(ProcessId child) {}
    };

    /** The child runs already; what this throws ends it. */
    void started(ProcessId child, List<String> argv);

    void ended(ProcessId child);
}
