package org.snapup.client.terminal;

/** Where a user's Ctrl-C comes from. */
public interface Interrupts {
    /** From now on each one runs the action, on any thread, instead of ending the process. */
    void listen(Runnable action);
}
