package org.snapup.ips.plan;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;

/**
 * One thing's change.
 *
 * @param from what is there by the packages installed now; null if it is new
 * @param to what will be there; null if it goes
 */
public record ActionChange(
        @Nullable PlannedAction from, @Nullable PlannedAction to) {
    /** Users before directories before files before links; users and groups by number, the rest by name. */
    public static final Comparator<ActionChange> ORDER = ActionChange::compare;

    /** Where an account without a number comes among those with one, as in pkg(1). */
    private static final int UNNUMBERED = 1024;

    public ActionChange {
        if (from == null && to == null) {
            throw new IllegalArgumentException("a change of nothing");
        }
    }

    /** What will be there, or what goes. */
    public PlannedAction subject() {
        if (to != null) {
            return to;
        }
        if (from != null) {
            return from;
        }
        throw new IllegalStateException("a change of nothing");
    }

    /** Whether the content of a file may have to be fetched: it is new, or differs. */
    public boolean needsPayload() {
        if (to == null || (to.kind() != ActionKind.FILE && to.kind() != ActionKind.LICENSE)) {
            return false;
        }
        return from == null || !from.action().hasSameHash(to.action());
    }

    private static int compare(ActionChange one, ActionChange other) {
        ActionKind kind = one.kind();
        int byKind = kind.compareTo(other.kind());
        if (byKind != 0) {
            return byKind;
        }
        int byNumber = kind == ActionKind.USER || kind == ActionKind.GROUP
                ? Integer.compare(accountNumber(one), accountNumber(other))
                : 0;
        return byNumber != 0 ? byNumber : name(one).compareTo(name(other));
    }

    private static int accountNumber(ActionChange change) {
        String number = change.subject().action().get(change.kind() == ActionKind.USER ? "uid" : "gid");
        return number == null || !number.matches("[0-9]{1,9}") ? UNNUMBERED : Integer.parseInt(number);
    }

    private static String name(ActionChange change) {
        Action action = change.subject().action();
        return action.kind().hasPath() ? action.path() : String.valueOf(action.key());
    }

    public ActionKind kind() {
        return subject().kind();
    }
}
