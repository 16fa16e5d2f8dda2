package org.snapup.ips.fmri;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * A package version, {@code release,build-branch:time}, as in {@code 1.2.3,5.11-2026.0:20260101T000000Z}.
 *
 * <p>Ordered by release, then branch, then time; a missing part comes before any other. The build release says where
 * the package was made; order and equality ignore it, as pkg(1) does.
 */
public final class Version implements Comparable<Version> {
    /** The build release of a version that doesn't name one. */
    public static final String DEFAULT_BUILD = "5.11";

    private static final DotSequence DEFAULT_BUILD_SEQUENCE = DotSequence.parse(DEFAULT_BUILD);
    /** The first of January of the year 1, which no month or day of it comes before. */
    private static final int MIN_DATE = 10000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DotSequence release;
    private final DotSequence build;
    private final @Nullable DotSequence branch;
    private final @Nullable String time;

    private Version(DotSequence release, DotSequence build, @Nullable DotSequence branch, @Nullable String time) {
        this.release = release;
        this.build = build;
        this.branch = branch;
        this.time = time;
    }

    /**
     * Reads {@code release[,build][-branch][:time]}; time is {@code YYYYMMDDThhmmssZ}, UTC.
     *
     * @throws IpsException BAD_INPUT
     */
    public static Version parse(String text) {
        VersionParts parts = VersionParts.split(text);
        if (parts.release().isEmpty()) {
            throw IpsException.badInput("version '" + text + "' has no release: write release[,build][-branch][:time]");
        }
        DotSequence release = sequence(parts.release(), text);
        DotSequence branch = parts.branch() == null ? null : sequence(parts.branch(), text);
        DotSequence build = parts.build() == null ? DEFAULT_BUILD_SEQUENCE : sequence(parts.build(), text);
        String time = parts.time();
        if (time != null && !isTime(time)) {
            throw IpsException.badInput(
                    "version '" + text + "' has the time '" + time + "': write YYYYMMDDThhmmssZ, in UTC");
        }
        return new Version(release, build, branch, time);
    }

    private static DotSequence sequence(String part, String whole) {
        if (part.equals(DEFAULT_BUILD)) {
            return DEFAULT_BUILD_SEQUENCE;
        }
        DotSequence parsed = DotSequence.tryParse(part);
        if (parsed == null) {
            throw IpsException.badInput("version '" + whole + "' has the part '" + part
                    + "': write numbers joined by dots, not padded with zeros");
        }
        return parsed;
    }

    private static boolean isTime(String time) {
        if (time.length() != 16 || time.charAt(8) != 'T' || time.charAt(15) != 'Z') {
            return false;
        }
        int date = number(time, 0, 8);
        int clock = number(time, 9, 15);
        if (date < MIN_DATE || clock < 0) {
            return false;
        }
        int month = date / 100 % 100;
        int day = date % 100;
        int hour = clock / 10000;
        int minute = clock / 100 % 100;
        int second = clock % 100;
        // Catalogs have tens of thousands of times: the calendar is only asked where a month's length matters.
        boolean isInEveryMonth = month >= 1 && month <= 12 && day >= 1 && day <= 28;
        return isInEveryMonth
                ? hour < 24 && minute < 60 && second < 60
                : isDateTime(date / 10000, month, day, hour, minute, second);
    }

    private static boolean isDateTime(int year, int month, int day, int hour, int minute, int second) {
        try {
            LocalDateTime.of(year, month, day, hour, minute, second);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** What stands between two places of a time; -1 if it is no number. */
    private static int number(String time, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = time.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                String digits = Numerals.digits(time.substring(from, to));
                return digits == null ? -1 : Integer.parseInt(digits);
            }
            number = 10 * number + digit;
        }
        return number;
    }

    public DotSequence release() {
        return release;
    }

    public DotSequence build() {
        return build;
    }

    public @Nullable DotSequence branch() {
        return branch;
    }

    /** {@code YYYYMMDDThhmmssZ}, UTC. */
    public @Nullable String time() {
        return time;
    }

    /** The same version published at {@code when}, to the second. */
    public Version withTime(Instant when) {
        return new Version(release, build, branch, TIME.format(when));
    }

    /** Release and branch only, as lists show it: {@code 1.2.3-2026.0}. */
    public String shortText() {
        return branch == null ? release.toString() : release + "-" + branch;
    }

    /** How close a successor has to be. */
    public enum Constraint {
        /** Later than the other. */
        NONE,
        /** Each part that the other has is a prefix of ours (time: the same): what incorporate dependencies use. */
        AUTO,
        /** The other's release is a prefix of ours. */
        RELEASE,
        /** The same first number of the release. */
        RELEASE_MAJOR,
        /** The same first two numbers of the release. */
        RELEASE_MINOR,
        /** The other's branch is a prefix of ours. */
        BRANCH
    }

    /** This version may stand in for {@code other} under {@code constraint}. */
    public boolean isSuccessor(Version other, Constraint constraint) {
        return switch (constraint) {
            case NONE -> compareTo(other) > 0;
            case AUTO ->
                other.release.isSubsequenceOf(release)
                        && isPrefix(other.branch, branch)
                        && (other.time == null || other.time.equals(time));
            case RELEASE -> other.release.isSubsequenceOf(release);
            case RELEASE_MAJOR -> release.samePrefix(other.release, 1);
            case RELEASE_MINOR -> release.samePrefix(other.release, 2);
            case BRANCH -> other.branch != null && isPrefix(other.branch, branch);
        };
    }

    private static boolean isPrefix(@Nullable DotSequence prefix, @Nullable DotSequence whole) {
        return prefix == null || (whole != null && prefix.isSubsequenceOf(whole));
    }

    @Override
    public int compareTo(Version other) {
        int order = release.compareTo(other.release);
        if (order == 0) {
            order = compareParts(branch, other.branch);
        }
        if (order == 0) {
            order = compareParts(time, other.time);
        }
        return order;
    }

    private static <T extends Comparable<T>> int compareParts(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return a.compareTo(b);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o == this || (o instanceof Version other && Objects.equals(time, other.time) && compareTo(other) == 0);
    }

    @Override
    public int hashCode() {
        return time != null ? time.hashCode() : Objects.hash(release, branch);
    }

    /** {@code release,build[-branch][:time]}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(48).append(release).append(',').append(build);
        if (branch != null) {
            out.append('-').append(branch);
        }
        if (time != null) {
            out.append(':').append(time);
        }
        return out.toString();
    }
}
