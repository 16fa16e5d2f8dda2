package org.snapup.daemon.workflows.run;

import java.util.function.Consumer;

/**
 * One act of a workflow. Idempotent: applied again after a crash in its middle, or after it was whole, it finishes or
 * notices that it is done.
 */
public interface Step {
    /** Unique within the workflow; stands in the job's file. */
    String name();

    /** @throws org.snapup.protocol.SnapupException when it can't be done */
    void apply(Work work);

    /** A step that is a single call. */
    static Step of(String name, Consumer<Work> act) {
        return new Step() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void apply(Work work) {
                act.accept(work);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
