package org.snapup.ips.fmri;

import org.jspecify.annotations.Nullable;

/** The text of a version cut at its first {@code :}, {@code -} and {@code ,}; nothing is checked. */
record VersionParts(
        String release,
        @Nullable String build,
        @Nullable String branch,
        @Nullable String time) {
    static VersionParts split(String text) {
        int colon = text.indexOf(':');
        int dash = text.indexOf('-');
        int comma = text.indexOf(',');
        int timeAt = colon < 0 ? text.length() : colon;
        int branchAt = dash < 0 ? timeAt : dash;
        int buildAt = comma < 0 ? branchAt : comma;
        return new VersionParts(
                text.substring(0, buildAt),
                comma < 0 ? null : between(text, comma + 1, branchAt),
                dash < 0 ? null : between(text, dash + 1, timeAt),
                colon < 0 ? null : text.substring(colon + 1));
    }

    // The separators may come in any order; a part that would end before it begins is empty.
    private static String between(String text, int from, int to) {
        return from >= to ? "" : text.substring(from, to);
    }
}
