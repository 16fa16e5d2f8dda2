package org.snapup.ips.fmri;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * A version in which any number, or a whole part, may be {@code *}; {@code latest} is the same as {@code *} and marks
 * the pattern. A part that is left out is {@code *}.
 */
public final class VersionPattern {
    private static final String ANY = "*";

    private final String text;
    private final String release;
    private final String build;
    private final String branch;
    private final String time;

    private VersionPattern(String text, VersionParts parts) {
        this.text = text;
        this.release = parts.release();
        this.build = orAny(parts.build());
        this.branch = orAny(parts.branch());
        this.time = orAny(parts.time());
    }

    private static String orAny(@Nullable String part) {
        return part == null || part.isEmpty() ? ANY : part;
    }

    /**
     * Reads a version with wildcards.
     *
     * @throws IpsException BAD_INPUT
     */
    public static VersionPattern parse(String text) {
        VersionPattern pattern = new VersionPattern(text, VersionParts.split(text.equals("latest") ? ANY : text));
        if (!isSequence(pattern.release) || !isSequence(pattern.build) || !isSequence(pattern.branch)) {
            throw IpsException.badInput("'" + text + "' is not a version pattern: write numbers or * joined by dots,"
                    + " such as 1.*, or latest");
        }
        return pattern;
    }

    private static boolean isSequence(String part) {
        for (String number : part.split("\\.", -1)) {
            if (!number.equals(ANY) && DotSequence.tryParse(number) == null) {
                return false;
            }
        }
        return true;
    }

    /** The pattern is the word {@code latest}. */
    public boolean isLatest() {
        return text.equals("latest");
    }

    /**
     * The pattern describes the whole version. A version without a branch is matched by no pattern: that is what pkg(1)
     * does.
     */
    public boolean matches(Version version) {
        DotSequence itsBranch = version.branch();
        return sequenceMatches(release, version.release().toString())
                && sequenceMatches(build, version.build().toString())
                && itsBranch != null
                && sequenceMatches(branch, itsBranch.toString())
                && (time.equals(ANY) || time.equals(version.time()));
    }

    // A star takes one number; at the end it takes all that follow. A star in the last place of the shorter one is
    // compared with what the longer one has left.
    private static boolean sequenceMatches(String pattern, String text) {
        String[] want = pattern.split("\\.", -1);
        String[] have = text.split("\\.", -1);
        for (int i = 0; i < Math.max(want.length, have.length); i++) {
            String w = want[Math.min(i, want.length - 1)];
            boolean beyond = i >= want.length || i >= have.length;
            if (w.equals(ANY)) {
                continue;
            }
            if (beyond || !DotSequence.parse(w).equals(DotSequence.parse(have[i]))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The command line's looser reading: each part that isn't just {@code *} is a prefix of the version's (the time:
     * equal). A star inside a part matches nothing here: that is what pkg(1) does.
     */
    public boolean accepts(Version version) {
        DotSequence itsBranch = version.branch();
        return prefixOf(release, version.release())
                && prefixOf(branch, itsBranch)
                && (time.equals(ANY) || time.equals(version.time()));
    }

    private static boolean prefixOf(String part, @Nullable DotSequence whole) {
        if (part.equals(ANY)) {
            return true;
        }
        DotSequence prefix = DotSequence.tryParse(part);
        return prefix != null && whole != null && prefix.isSubsequenceOf(whole);
    }

    @Override
    public String toString() {
        return text;
    }
}
