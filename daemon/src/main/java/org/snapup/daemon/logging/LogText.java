package org.snapup.daemon.logging;

/** Text of others, made safe for a line of a log or a terminal. */
public final class LogText {
    private static final int LONGEST = 400;

    private LogText() {}

    /** The text with control and formatting characters as backslash escapes, cut after 400 characters. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        int at = 0;
        while (at < text.length() && at < LONGEST) {
            int c = text.codePointAt(at);
            if (isPrintable(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(String.format(c <= 0xffff ? "\\u%04x" : "\\U%08x", c));
            }
            at += Character.charCount(c);
        }
        return at < text.length() ? escaped.append("...").toString() : escaped.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
