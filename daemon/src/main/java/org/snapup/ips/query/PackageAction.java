package org.snapup.ips.query;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;

/** An action, and the package that it is of. */
public record PackageAction(Fmri fmri, Action action) {

    /**
     * The value in a column of {@code pkg contents -o}: an attribute, or one of {@code action.name}, {@code action.key},
     * {@code action.hash}, {@code action.raw}, {@code pkg.name}, {@code pkg.fmri}, {@code pkg.shortfmri}, {@code
     * pkg.publisher}. Empty when there is none; several values are joined by blanks.
     */
    public String column(String name) {
        if (action.attributes().has(name)) {
            return String.join(" ", action.attributes().all(name));
        }
        return switch (name) {
            case "action.name" -> action.kind().text();
            case "action.key" -> orEmpty(action.key());
            case "action.hash", "hash" -> orEmpty(action.hash());
            case "action.raw" -> action.toString();
            case "pkg.name" -> fmri.name();
            case "pkg.fmri" -> fmri.stem() + "@" + Formats.withoutBuild(fmri.requireVersion());
            case "pkg.shortfmri" -> fmri.withPublisher(null).shortText();
            case "pkg.publisher" -> orEmpty(fmri.publisher());
            default -> "";
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
