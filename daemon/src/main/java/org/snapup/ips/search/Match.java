package org.snapup.ips.search;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;

/**
 * Something that a query found: the columns that {@code pkg search} prints.
 *
 * @param index which attribute holds what was looked for; empty where only the package was asked for
 * @param value the thing: a path, a description, a dependency
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
                new Match(fmri, full == null ? key : full, String.valueOf(action.key()), action);
        };
    }
}
