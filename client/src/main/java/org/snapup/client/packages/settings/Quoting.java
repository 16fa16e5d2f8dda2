package org.snapup.client.packages.settings;

/** Values as pkg(1) quotes them for the shell in some of its listings. */
final class Quoting {
    private static final String SPECIAL = "\\ \t\n'`;&()|^<>";

    private Quoting() {}

    static String quoted(String value) {
        if (value.isEmpty()) {
            return "\"\"";
        }
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            quoted.append(SPECIAL.indexOf(c) < 0 ? "" : "\\").append(c);
        }
        return quoted.toString();
    }
}
