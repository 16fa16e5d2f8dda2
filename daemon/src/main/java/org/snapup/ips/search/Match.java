package org.snapup.ips.search;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.PythonLiteral;

/**
 * Something that a query found: the columns that {@code pkg search} prints.
 *
 * @param index which attribute holds what was looked for; empty where only the package was asked for
 * @param value the thing: a path, a description, a dependency; several values as Python writes a list
 * @param action null where only the package was asked for
 */
public record Match(
        Fmri fmri, String index, String value, @Nullable Action action) {
    static Match ofPackage(Fmri fmri) {
        return new Match(fmri, "", "", null);
    }

    /**
     * A match of one action.
     *
     * @param key of the index
     * @param full the whole of what the token is a part of; null where the token is all of it
     */
    static Match of(Fmri fmri, Action action, String key, @Nullable String full) {
        return switch (action.kind()) {
            case SET ->
                new Match(
                        fmri,
                        String.valueOf(action.get("name")),
                        full == null ? action.attributes().get("value", "") : full,
                        action);
            case DEPEND, GROUP, USER, DIR, FILE, HARDLINK, LINK, DRIVER, UNKNOWN, LICENSE, LEGACY, SIGNATURE ->
                new Match(fmri, full == null ? key : full, value(action, full == null ? key : full), action);
        };
    }

    /** The attribute that was found; where the index is none of the action's attributes, what the action is called by. */
    private static String value(Action action, String index) {
        String attribute = index.equals("basename") ? "path" : index;
        if (action.attributes().has(attribute)) {
            return text(action, attribute);
        }
        String key = action.kind().keyAttribute();
        return key == null ? "" : text(action, key);
    }

    private static String text(Action action, String attribute) {
        return action.attributes().isMulti(attribute)
                ? PythonLiteral.write(action.attributes().all(attribute))
                : action.attributes().get(attribute, "");
    }

    Match withValue(String other) {
        return new Match(fmri, index, other, action);
    }
}
