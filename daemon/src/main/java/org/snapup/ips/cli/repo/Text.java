package org.snapup.ips.cli.repo;

/** Text from packages and users is data: a terminal must not take it for commands. */
final class Text {
    private Text() {}

    /** Control characters as {@code \xNN}. */
    static String line(String text) {
        return escape(text, false);
    }

    /** As {@link #line}, with line ends kept. */
    static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean keepLines) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(keepLines && c == '\n')) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
