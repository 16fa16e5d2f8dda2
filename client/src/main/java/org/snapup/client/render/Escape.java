package org.snapup.client.render;

/**
 * Makes text from the daemon harmless on a terminal. Text that came from repositories, commands and other users is data:
 * it must not move the cursor, change colours, answer for the terminal, or show letters in another order than they have.
 */
public final class Escape {
    private Escape() {}

    /** The text with each control character as {@code \}{@code uXXXX}, so that it is one line; valid inside JSON, too. */
    public static String line(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text, i)) {
                return escaped(text, i);
            }
        }
        return text;
    }

    /** As {@link #line}, but a line feed begins a new line that starts with the indent, so that no text can pose as ours. */
    public static String lines(String text, String indent) {
        int feed = text.indexOf('\n');
        if (feed < 0) {
            return line(text);
        }
        StringBuilder lines = new StringBuilder();
        int from = 0;
        while (feed >= 0) {
            lines.append(line(text.substring(from, feed))).append('\n').append(indent);
            from = feed + 1;
            feed = text.indexOf('\n', from);
        }
        return lines.append(line(text.substring(from))).toString();
    }

    private static String escaped(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmful(text, i)) {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit(c >> shift & 0xF, 16));
                }
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isHarmful(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            return true;
        }
        if (c < 0x600) {
            return false;
        }
        return isReordering(c) || isLoneSurrogate(text, index);
    }

    /** Bidirectional controls, and the separators that some terminals take for line ends. */
    private static boolean isReordering(char c) {
        return c == 0x61C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xFEFF;
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
