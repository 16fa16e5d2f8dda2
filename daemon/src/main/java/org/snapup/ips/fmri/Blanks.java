package org.snapup.ips.fmri;

/** Blanks as pkg(1) cuts them off, which is how Python does. */
final class Blanks {
    private static final char NEXT_LINE = '\u0085';

    private Blanks() {}

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    /** Without blanks at the end. */
    static String withoutTrailing(String text) {
        int end = text.length();
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
