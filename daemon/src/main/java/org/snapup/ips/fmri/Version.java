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
        String day = Numerals.digits(time.substring(0, 8));
        String second = Numerals.digits(time.substring(9, 15));
        if (day == null || second == null) {
            return false;
        }
        int date = Integer.parseInt(day);
        int clock = Integer.parseInt(second);
        try {
            LocalDateTime.of(date / 10000, date / 100 % 100, date % 100, clock / 10000, clock / 100 % 100, clock % 100);
            return date >= 10000;
        } catch (DateTimeException e) {
            return false;
        }
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
        return o == this || (o instanceof Version other && compareTo(other) == 0);
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
