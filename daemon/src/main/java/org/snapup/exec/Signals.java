package org.snapup.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Sends signals to process groups; the library is loaded with the first one. */
final class Signals {
    static final int INT = 2;
    static final int TERM = 15;
    static final int KILL = 9;

    /** What a process ignores its children ignore, too: a daemon that a shell put into the background ignores SIGINT. */
    static final boolean INTERRUPT_IGNORED = ignores(INT);

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

    private static boolean ignores(int signal) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .anyMatch(ignored -> (ignored >>> (signal - 1) & 1) == 1);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
