package org.snapup.daemon.logging;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Lets so many lines through in each period and counts the rest. Safe on any thread. */
public final class LogLimit {
    private final int most;
    private final long periodNanos;
    private final LongSupplier nanoClock;
    private long periodStart;
    private int used;
    private long withheld;

    /** @param nanoClock {@link System#nanoTime} */
    public LogLimit(int most, Duration period, LongSupplier nanoClock) {
        this.most = most;
        this.periodNanos = period.toNanos();
        this.nanoClock = nanoClock;
        this.periodStart = nanoClock.getAsLong();
    }

    /** Ten lines a minute. */
    public static LogLimit ofTenAMinute() {
        return new LogLimit(10, Duration.ofMinutes(1), System::nanoTime);
    }

    /** The number of lines that were withheld since the last one that wasn't; empty when this one is to be, too. */
    public synchronized OptionalLong permit() {
        long now = nanoClock.getAsLong();
        if (now - periodStart >= periodNanos) {
            periodStart = now;
            used = 0;
        }
        if (used == most) {
            withheld++;
            return OptionalLong.empty();
        }
        used++;
        long before = withheld;
        withheld = 0;
        return OptionalLong.of(before);
    }
}
