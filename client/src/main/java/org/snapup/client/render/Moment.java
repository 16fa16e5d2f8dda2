package org.snapup.client.render;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

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

    /** {@code Sun Nov 22 23:55:17 2026}, as C programs write it; what isn't such a time stays as it is. */
    public static String spelledOut(String time) {
        return formatted("EEE MMM ppd HH:mm:ss yyyy", time);
    }

    /** {@code 22 Nov 2026 23:55:17 UTC}. */
    public static String withZone(String time) {
        return formatted("dd MMM yyyy HH:mm:ss 'UTC'", time);
    }

    private static String formatted(String pattern, String time) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC)
                    .format(Instant.parse(time));
        } catch (DateTimeException e) {
            return time;
        }
    }

    private static String cut(String time, int length) {
        if (time.length() < length || time.charAt(10) != 'T' || !time.endsWith("Z")) {
            return time;
        }
        return time.substring(0, 10) + " " + time.substring(11, length);
    }
}
