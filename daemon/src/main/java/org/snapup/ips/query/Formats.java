package org.snapup.ips.query;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Version;

/** Texts as pkg(1) prints them. */
public final class Formats {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss[.SSSSSS]'Z'", Locale.ROOT);
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Formats() {}

    /** {@code 34.83 kB}: two digits, in the largest unit that keeps it at 1 or more; 1 kB is 1024 bytes. */
    public static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 1024 && unit < UNITS.length - 1) {
            number /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %s", number, UNITS[unit]);
    }

    /** {@code Sun Nov 22 23:55:17 2026}, UTC. */
    public static String date(Instant when) {
        return LONG.format(when);
    }

    /** Reads {@code YYYYMMDDThhmmss[.ffffff]Z}; null for anything else. */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code release-branch:time}: all of a version but the build release. */
    public static String withoutBuild(Version version) {
        return version.time() == null ? version.shortText() : version.shortText() + ":" + version.time();
    }
}
