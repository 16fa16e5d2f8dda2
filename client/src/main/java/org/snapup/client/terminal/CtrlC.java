package org.snapup.client.terminal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT, once a job is followed. The third one ends the process whatever it is doing, for example waiting for a stopped
 * terminal.
 */
public final class CtrlC implements Interrupts {
    /** What shells report for a program that SIGINT ended. */
    public static final int EXIT_STATUS = 130;

    private static final int LAST = 3;

    @Override
    public void listen(Runnable action) {
        AtomicInteger count = new AtomicInteger();
        Signals.on("INT", () -> {
            if (count.incrementAndGet() >= LAST) {
                Runtime.getRuntime().halt(EXIT_STATUS);
            }
            action.run();
        });
    }
}
