package org.snapup.ips.fmri;

import org.jspecify.annotations.Nullable;

/**
 * Whole numbers as pkg(1) reads them, which is how Python does: blanks around it, a plus sign, single underscores
 * between digits and the digits of every script pass.
 */
final class Numerals {
    private static final char FIRST_SEPARATOR = 0x1c;
    private static final char LAST_SEPARATOR = 0x1f;

    private Numerals() {}

    /** The number in plain decimal digits without leading zeros; null when it is none, or a negative one. */
    static @Nullable String digits(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (start < end && text.charAt(start) == '+') {
            start++;
        }
        StringBuilder digits = new StringBuilder(end - start);
        boolean afterDigit = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '_' && afterDigit) {
                afterDigit = false;
                continue;
            }
            int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
            if (digit < 0) {
                return null;
            }
            afterDigit = true;
            if (digit > 0 || !digits.isEmpty()) {
                digits.append(digit);
            }
        }
        return !afterDigit ? null : digits.isEmpty() ? "0" : digits.toString();
    }

    /** Python's int() takes the separators of information for no blanks, though its strip() does. */
    private static boolean isBlank(char c) {
        return Blanks.isBlank(c) && (c < FIRST_SEPARATOR || c > LAST_SEPARATOR);
    }
}
