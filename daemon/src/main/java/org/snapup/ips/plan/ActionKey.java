package org.snapup.ips.plan;

import java.util.Optional;
import org.snapup.ips.action.Action;

/** What an action is about: two actions with one key can't both have their way. Paths of all kinds share one space. */
record ActionKey(String space, String name) {
    private static final String PATH = "path";

    /** The key; empty for actions that put nothing into the image. */
    static Optional<ActionKey> of(PlannedAction planned) {
        Action action = planned.action();
        return switch (action.kind()) {
            case DIR, FILE, LINK, HARDLINK -> Optional.of(path(action.path()));
            case USER, GROUP, LEGACY, DRIVER ->
                Optional.of(new ActionKey(action.kind().text(), String.valueOf(action.key())));
            case LICENSE ->
                Optional.of(new ActionKey("license " + planned.fmri().name(), String.valueOf(action.key())));
            case SET, DEPEND, SIGNATURE, UNKNOWN -> Optional.empty();
        };
    }

    static ActionKey path(String path) {
        return new ActionKey(PATH, path);
    }

    boolean isPath() {
        return space.equals(PATH);
    }
}
