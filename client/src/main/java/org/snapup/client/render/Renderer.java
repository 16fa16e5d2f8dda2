package org.snapup.client.render;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event;
import org.snapup.protocol.Outcome;

/** Shows a job's events as they come. All calls come from one thread. */
public interface Renderer extends AutoCloseable {
    /**
     * Something happened in the job.
     *
     * @param object the event as it came
     * @param event the same, null when it is of a kind that this client doesn't know
     */
    void event(long job, Map<String, ?> object, @Nullable Event event);

    /** The job has ended, and the user hasn't been told yet. */
    void outcome(long job, Outcome outcome);

    /** The client's own word on what goes on, for example that the daemon is gone. */
    void notice(String text);

    /** No more comes; ends what is begun. */
    @Override
    void close();
}
