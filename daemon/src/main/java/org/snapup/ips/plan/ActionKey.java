package org.snapup.ips.plan;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;

/** What an action without a path is about: two actions with one key can't both have their way. */
record ActionKey(String space, String name) {

    /** Whether actions of a kind put something into the image. Those that have a path are told apart by it alone. */
    static boolean isOf(ActionKind kind) {
        return switch (kind) {
            case DIR, FILE, LINK, HARDLINK, USER, GROUP, LEGACY, DRIVER, LICENSE -> true;
            case SET, DEPEND, SIGNATURE, UNKNOWN -> false;
        };
    }

    static ActionKey of(PlannedAction planned) {
        Action action = planned.action();
        String kind = action.kind().text();
        boolean isOfPackage = action.kind() == ActionKind.LICENSE;
        return new ActionKey(isOfPackage ? kind + " " + planned.fmri().name() : kind, String.valueOf(action.key()));
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
