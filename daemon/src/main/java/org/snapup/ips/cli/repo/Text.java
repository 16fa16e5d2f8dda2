package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.fmri.Fmri;

/** Text from packages and users is data: a terminal must not take it for commands. */
final class Text {
    private Text() {}

    /** Control characters as {@code \xNN}. */
    static String line(String text) {
        return escape(text, "");
    }

    /** As {@link #line}, with tabs kept, which do no harm and belong to the values of a manifest. */
    static String manifestLine(String text) {
        return escape(text, "\t");
    }

    /** As {@link #line}, with line ends kept. */
    static String lines(String text) {
        return escape(text, "\n");
    }

    /** A package's full name without the build of its version, as pkgrepo(1) and pkgrecv(1) print it. */
    static String withoutBuild(Fmri fmri) {
        String time = fmri.requireVersion().time();
        return "pkg://" + fmri.requirePublisher() + "/" + fmri.name() + "@"
                + fmri.requireVersion().shortText() + (time == null ? "" : ":" + time);
    }

    /** Tells of patterns that match nothing. */
    static void printUnmatched(String verb, List<String> patterns, PrintStream err) {
        err.println("snapup-repo " + verb + ": no package of the repository matches:");
        patterns.forEach(pattern -> err.println("  " + line(pattern)));
    }

    private static String escape(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && kept.indexOf(c) < 0) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
