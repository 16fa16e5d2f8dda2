package org.snapup.ips.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;

/**
 * One file over another: a package may put a file of its own ({@code overlay=true}) where another one has an editable file
 * that permits it ({@code overlay=allow}). To each of the two packages its own file is what it was before.
 */
final class Overlay {
    /** Where one package delivers something, at most. */
    static final Overlay NONE = new Overlay(List.of(), List.of());

    private static final List<String> ATTRIBUTES = List.of("owner", "group", "sysattr");

    private final List<PlannedAction> before;
    private final List<PlannedAction> after;

    /** For one path, with what is delivered there. */
    Overlay(List<PlannedAction> before, List<PlannedAction> after) {
        this.before = before;
        this.after = after;
    }

    static boolean isOver(Action action) {
        return "true".equals(action.get("overlay"));
    }

    private static boolean allows(Action action) {
        return "allow".equals(action.get("overlay"));
    }

    /** Whether one file may lie over another: owner, group and mode may differ where neither denies that. */
    static boolean isPermitted(Action over, Action under) {
        return isOver(over)
                && allows(under)
                && under.get("preserve") != null
                && (!(deniesAttributes(over) || deniesAttributes(under))
                        || (Resolution.same(over, under, ATTRIBUTES)
                                && Resolution.mode(over) == Resolution.mode(under)));
    }

    private static boolean deniesAttributes(Action action) {
        return action.attributes().all("overlay-attributes").contains("deny");
    }

    /** What the file that will be there was; null if it is new, which it is over what another package has there. */
    @Nullable
    PlannedAction predecessor(@Nullable PlannedAction was, @Nullable PlannedAction now) {
        if (was == null || now == null || was.kind() != ActionKind.FILE || now.kind() != ActionKind.FILE) {
            return was;
        }
        if (of(was, now)) {
            return was;
        }
        if (isOver(now.action()) && allows(was.action()) && after.stream().anyMatch(file -> of(was, file))) {
            return null;
        }
        return isOver(was.action()) ? before(now, was) : was;
    }

    private PlannedAction before(PlannedAction now, PlannedAction otherwise) {
        return before.stream().filter(file -> of(file, now)).findFirst().orElse(otherwise);
    }

    /** Whether a file lies open again: its own package had it before, under another one's. */
    boolean uncovers(PlannedAction now) {
        return now.kind() == ActionKind.FILE
                && !isOver(now.action())
                && before.stream().anyMatch(file -> of(file, now))
                && before.stream().anyMatch(file -> isOver(file.action()) && !of(file, now))
                && after.size() == 1;
    }

    /** Files that no longer lie under another one, which stays. */
    List<PlannedAction> uncoveredElsewhere(@Nullable PlannedAction now) {
        if (now == null || !isOver(now.action())) {
            return List.of();
        }
        return before.stream()
                .filter(file -> allows(file.action()) && after.stream().noneMatch(stays -> of(file, stays)))
                .toList();
    }

    private static boolean of(PlannedAction one, PlannedAction other) {
        return one.fmri().name().equals(other.fmri().name());
    }
}
