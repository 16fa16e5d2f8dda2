package org.snapup.ips.plan;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;

/** What an action without a path is about: two actions with one key can't both have their way. */
record ActionKey(String space, String name) {

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
