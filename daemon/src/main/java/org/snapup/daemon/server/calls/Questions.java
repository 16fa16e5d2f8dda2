package org.snapup.daemon.server.calls;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.ImageQueries.Query;

/** What images hold. Called by several threads; an answer may take its time, but never waits for the queue. */
public interface Questions {
    /**
     * The reply's record, or the last of its parts.
     *
     * @param parts takes those before the last
     * @param gone nobody waits for the answer any more
     */
    Record answer(Query query, Consumer<Record> parts, Consumer<Progress> progress, BooleanSupplier gone);
}
