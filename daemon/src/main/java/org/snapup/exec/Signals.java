package org.snapup.exec;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Sends signals to process groups; the library is loaded with the first one. */
final class Signals {
    static final int TERM = 15;
    static final int KILL = 9;

    private static final POSIX LIBRARY = POSIXFactory.getNativePOSIX();

    private Signals() {}

    /** A group that is gone already is fine: who wants to know looks at the processes. */
    static void sendToGroup(long group, int signal) {
        if (group <= 1 || group == LIBRARY.getpgrp()) {
            throw new IllegalArgumentException("not a group that may be ended: " + group);
        }
        LIBRARY.kill(Math.toIntExact(-group), signal);
    }

    static void send(long pid, int signal) {
        LIBRARY.kill(Math.toIntExact(pid), signal);
    }

    static long ownGroup() {
        return LIBRARY.getpgrp();
    }
}
