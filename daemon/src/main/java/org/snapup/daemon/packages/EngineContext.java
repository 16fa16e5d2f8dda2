package org.snapup.daemon.packages;

import java.nio.file.Path;
import org.snapup.protocol.Event.Progress;

/** What an engine may use while it works. Its methods are safe on any thread. */
public interface EngineContext {
    /**
     * A folder of the daemon's for what the engine fetches; stays between jobs, the engine keeps it in bounds. What is in its
     * folder {@code unfinished} is removed when the daemon starts.
     */
    Path cache();

    /** The root is the machine's running system, so actuators and scripts may act. */
    boolean live();

    /**
     * To be called once, before the first change beneath the root: returns when the job's file says durably that the
     * root may be changed from here on.
     */
    void beforeFirstChange();

    /** Progress to show; may be called as often as the engine likes. */
    void progress(Progress progress);

    /** Something that the user must be told; kept for good. */
    void note(String text);

    /** A line that an external command printed. */
    void output(String line);

    /** To be called at safe points: throws {@code CANCELLED} when somebody asked for it. */
    void checkCancelled();

    /** Whether a cancel would be honoured soon; true at the start. */
    void cancellable(boolean honoured);

    /** Named places where a test may let the process die; does nothing otherwise. */
    void crashPoint(String name);
}
