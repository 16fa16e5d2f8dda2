package org.snapup.ips.verify;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;

/**
 * Something that isn't as a package delivered it.
 *
 * @param action what was looked at
 * @param text what is and what should be, in pkg(1)'s words
 * @param mending what would mend it
 * @param from whose action that is, where it lies over one of the package that this was found with
 */
public record Finding(
        Severity severity,
        Action action,
        String text,
        Mending mending,
        @Nullable Fmri from) {
    /** How bad it is. */
    public enum Severity {
        /** It is meant to be changed by users. */
        INFO,
        /** It is more than was delivered. */
        WARNING,
        /** The package isn't whole. */
        ERROR
    }

    /** What mends something. */
    public enum Mending {
        NOTHING,
        /** Owner, group and mode are set. */
        ATTRIBUTES,
        /** It is made again. */
        CONTENT,
        /** It is removed. */
        REMOVAL
    }

    private Finding(Severity severity, Action action, String text, Mending mending) {
        this(severity, action, text, mending, null);
    }

    static Finding info(Action action, String text) {
        return new Finding(Severity.INFO, action, text, Mending.NOTHING);
    }

    static Finding warning(Action action, String text) {
        return new Finding(Severity.WARNING, action, text, Mending.NOTHING);
    }

    /** Mended by setting owner and mode again. */
    static Finding attribute(Action action, String text) {
        return new Finding(Severity.ERROR, action, text, Mending.ATTRIBUTES);
    }

    /** Mended by making the thing again. */
    static Finding broken(Action action, String text) {
        return new Finding(Severity.ERROR, action, text, Mending.CONTENT);
    }

    /** Nothing that the image has mends it. */
    static Finding unmendable(Action action, String text) {
        return new Finding(Severity.ERROR, action, text, Mending.NOTHING);
    }

    /** Something that is there although it isn't to be. */
    static Finding superfluous(Action action, String text) {
        return new Finding(Severity.ERROR, action, text, Mending.REMOVAL);
    }

    /** The same, of a package beneath: it was found at another one's file that lies over its own. */
    Finding from(Fmri over) {
        return new Finding(severity, action, text, mending, over);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * {@code file: usr/bin/hello}, with {@code (from pkg:/over)} where that package's file is on top; of a dependency on one
     * of several packages, all: {@code depend: ['a', 'b']}.
     */
    public String subject() {
        String key = action.kind().keyAttribute();
        List<String> values = key == null ? List.of() : action.attributes().all(key);
        String named = values.size() > 1
                ? values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(action.key());
        String over = from == null ? "" : " (from " + from.withPublisher(null).stem() + ")";
        return action.kind().text() + ": " + named + over;
    }
}
