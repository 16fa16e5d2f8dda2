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
    private static final String ORIGINAL_NAME = "original_name";

    private final Map<PlannedAction, PlannedAction> successors = new HashMap<>();
    private final Map<PlannedAction, PlannedAction> predecessors = new HashMap<>();

    MovedFiles(ImagePlan plan) {
        Map<String, PlannedAction> goes = new HashMap<>();
        for (ActionChange change : plan.removals()) {
            PlannedAction old = change.from();
            if (old != null && old.kind() == ActionKind.FILE) {
                goes.put(name(old), old);
            }
        }
        for (ActionChange change : plan.installs()) {
            PlannedAction now = change.to();
            String original = now == null || now.kind() != ActionKind.FILE
                    ? null
                    : now.action().get(ORIGINAL_NAME);
            PlannedAction old = original == null ? null : goes.remove(original);
            if (now != null && old != null) {
                successors.put(old, now);
                predecessors.put(now, old);
            }
        }
    }

    private static String name(PlannedAction file) {
        String original = file.action().get(ORIGINAL_NAME);
        return original != null
                ? original
                : file.fmri().name() + ":" + file.action().path();
    }

    /** What a file that goes becomes. */
    Optional<PlannedAction> successor(PlannedAction old) {
        return Optional.ofNullable(successors.get(old));
    }

    /** What a file that comes was. */
    Optional<PlannedAction> predecessor(PlannedAction now) {
        return Optional.ofNullable(predecessors.get(now));
    }
}
