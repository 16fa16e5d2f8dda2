package org.snapup.ips.execute;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlannedAction;

/**
 * Files that get another path, or come from another package: a new one says in {@code original_name} which one it was, by
 * {@code PACKAGE:PATH}, or by the {@code original_name} that that one had itself.
 */
final class MovedFiles {
    private final Map<PlannedAction, PlannedAction> successors = new HashMap<>();
    private final Map<PlannedAction, PlannedAction> predecessors = new HashMap<>();

    MovedFiles(ImagePlan plan) {
        Map<String, PlannedAction> goes = new HashMap<>();
        for (ActionChange change : plan.removals()) {
            PlannedAction old = change.from();
            if (old != null && old.kind() == ActionKind.FILE) {
                goes.put(old.originalName(), old);
            }
        }
        for (ActionChange change : plan.installs()) {
            PlannedAction now = change.to();
            PlannedAction old = now == null || !now.hasMoved() ? null : goes.remove(now.originalName());
            if (now != null && old != null) {
                successors.put(old, now);
                predecessors.put(now, old);
            }
        }
    }

    /** What a file that goes becomes. */
    Optional<PlannedAction> successor(PlannedAction old) {
        return Optional.ofNullable(successors.get(old));
    }

    /** What a file that comes was: one that goes, or one that stays as another package's file. */
    Optional<PlannedAction> predecessor(ActionChange change) {
        return Optional.ofNullable(copied(change).orElseGet(() -> predecessors.get(change.subject())));
    }

    /** The file that a change begins with a copy of, because it stays where it is for another package. */
    static Optional<PlannedAction> copied(ActionChange change) {
        PlannedAction from = change.from();
        PlannedAction to = change.to();
        boolean elsewhere = from != null
                && to != null
                && to.kind() == ActionKind.FILE
                && from.kind() == ActionKind.FILE
                && !from.action().path().equals(to.action().path());
        return elsewhere ? Optional.ofNullable(from) : Optional.empty();
    }
}
