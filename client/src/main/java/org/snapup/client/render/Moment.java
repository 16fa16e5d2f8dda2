package org.snapup.client.render;

import java.time.Instant;

/** Times of the daemon, RFC 3339 in UTC, as people read them. */
public final class Moment {
    private static final int MINUTE = "2026-11-23T05:03".length();

    private Moment() {}

    /** {@code 2026-11-23 05:03}; what isn't such a time stays as it is. */
    public static String minute(String time) {
        return cut(time, MINUTE);
    }

    /** {@code 2026-11-23 05:03:14}. */
    public static String second(String time) {
        return cut(time, MINUTE + ":14".length());
    }

    /**
     * Seconds since 1970.
     *
     * @throws java.time.DateTimeException when it isn't such a time
     */
    public static long epochSecond(String time) {
        return Instant.parse(time).getEpochSecond();
    }

    private static String cut(String time, int length) {
        if (time.length() < length || time.charAt(10) != 'T' || !time.endsWith("Z")) {
            return time;
        }
        return time.substring(0, 10) + " " + time.substring(11, length);
    }
}
