package org.snapup.ips.action;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of bytes, and gives the same string again for short ones that were made of these bytes before: most keys
 * of a manifest occur in hundreds of its lines. Not thread-safe.
 */
final class SharedStrings {
    private static final int LONGEST = 32;
    private static final int SLOTS = 1 << 10;

    private final @Nullable String[] known = new String[SLOTS];

    /** The string that UTF-8 has between two places. */
    String get(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
        String last = known[slot];
        if (last != null && isMadeOf(last, bytes, from, length)) {
            return last;
        }
        String made = new String(bytes, from, length, StandardCharsets.UTF_8);
        known[slot] = made;
        return made;
    }

    /** Never true for a string with another character than ASCII's. */
    private static boolean isMadeOf(String text, byte[] bytes, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
