package org.snapup.daemon.jobs;

/** Named places around every durable write, where a test lets the process die. */
@FunctionalInterface
public interface CrashPoints {
    CrashPoints NONE = name -> {};

    /** Called at the place; doesn't return when the process is to die there. */
    void at(String name);
}
