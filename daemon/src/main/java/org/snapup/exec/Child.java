package org.snapup.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command that was started: a process in a session of its own where the system has a way to that, in the folder
 * {@code /}. Confined to the thread that started it. What it prints goes into its captures without being asked for;
 * where that is done by this thread, it is done while it waits here.
 */
interface Child extends AutoCloseable {
    long pid();

    /** What it reads; only for one that is fed. */
    OutputStream input();

    /** What it prints; only for one that has no capture for that. */
    InputStream output();

    boolean isAlive();

    /**
     * Waits for the end of the process.
     *
     * @return false when it hasn't ended in that time
     */
    boolean await(long nanos) throws InterruptedException;

    /** Waits for the end of its captured outputs, which other processes may hold open, or for as long as is said. */
    void awaitOutput(long millis) throws InterruptedException;

    /** Of a process that has ended: its status, or 128 + N where signal N ended it. */
    int exitStatus();

    /** Sends a signal to everything that it started and that is of its group. */
    void signal(int signal);

    /** Leaves what still goes on to other threads: the rest of its output, its end. */
    @Override
    void close();

    /**
     * How it is connected to us.
     *
     * @param fed whether it has something to read; else that is /dev/null
     * @param out for what it prints, null where it is read from {@link #output}
     */
    record Wiring(boolean fed, @Nullable Capture out, Capture err) {}

    /** One of the ways to start a child. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts one.
         *
         * @param environment all of it
         */
        Child start(List<String> argv, Map<String, String> environment, Wiring wiring) throws IOException;
    }
}
