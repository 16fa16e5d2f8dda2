package org.snapup.client;

import static java.util.Objects.requireNonNull;

import org.snapup.client.cli.Syntax;

/** What {@code snapup --help} prints. */
final class Overview {
    private static final int SUMMARY_COLUMN = 24;

    private Overview() {}

    /** @param group {@code be} or {@code job} for their verbs only, empty for all */
    static String text(String group) {
        StringBuilder text = new StringBuilder("usage: snapup ")
                .append(group.isEmpty() ? "" : group + " ")
                .append("COMMAND [OPTIONS] [ARGUMENTS]\n\n");
        for (String name : Verbs.NAMES) {
            if (group.isEmpty() || name.startsWith(group + " ")) {
                Syntax syntax = requireNonNull(Verbs.named(name)).syntax();
                text.append("  ").append(name);
                text.append(" ".repeat(Math.max(1, SUMMARY_COLUMN - name.length())));
                text.append(syntax.summary()).append('\n');
            }
        }
        return text.append("\nMore on each: snapup ")
                .append(group.isEmpty() ? "" : group + " ")
                .append("COMMAND --help\n")
                .toString();
    }
}
