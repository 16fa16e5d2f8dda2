package org.snapup.ips.plan;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;

/** What an action is about: two actions with one key can't both have their way. Paths of all kinds share one space. */
record ActionKey(String space, String name) {
    private static final String PATH = "path";

    /** The key; null for actions that put nothing into the image. */
    static @Nullable ActionKey of(PlannedAction planned) {
        Action action = planned.action();
        return switch (action.kind()) {
            case DIR, FILE, LINK, HARDLINK -> path(action.path());
            case USER, GROUP, LEGACY, DRIVER -> new ActionKey(action.kind().text(), String.valueOf(action.key()));
            case LICENSE -> new ActionKey("license " + planned.fmri().name(), String.valueOf(action.key()));
            case SET, DEPEND, SIGNATURE, UNKNOWN -> null;
        };
    }

    static ActionKey path(String path) {
        return new ActionKey(PATH, path);
    }

    boolean isPath() {
        return space.equals(PATH);
    }

    // By hand, here and in Fmri: the ones that records get are slow where only the first compiler works.

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ActionKey other && name.equals(other.name) && space.equals(other.space);
    }

    @Override
    public int hashCode() {
        return 31 * space.hashCode() + name.hashCode();
    }
}
