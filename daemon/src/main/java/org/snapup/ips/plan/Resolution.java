package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;

/** Decides what is there when several packages deliver the same thing. */
final class Resolution {
    private static final List<String> DIRECTORY_ATTRIBUTES = List.of("owner", "group");
    private static final List<String> LINK_ATTRIBUTES = List.of("target");
    private static final List<String> MEDIATION_ATTRIBUTES = List.of("mediator-version", "mediator-implementation");

    private final Mediators mediators;

    Resolution(Mediators mediators) {
        this.mediators = mediators;
    }

    /** The one action that counts of those for one key; null if none does. */
    @Nullable
    PlannedAction effective(List<PlannedAction> offered) {
        if (offered.size() == 1 && !offered.get(0).action().attributes().has("mediator")) {
            return offered.get(0);
        }
        List<PlannedAction> candidates = offered.stream()
                .filter(planned -> mediators.wins(planned.action()))
                .toList();
        for (PlannedAction candidate : candidates) {
            if (Overlay.isOver(candidate.action())) {
                return candidate;
            }
        }
        return candidates.isEmpty()
                ? null
                : Collections.min(candidates, (a, b) -> mediators.compare(a.action(), b.action()));
    }

    /**
     * What is wrong with several packages delivering this; empty if nothing.
     *
     * @param had what they delivered before: links that went together no better then stay
     */
    static Optional<String> conflict(String name, List<PlannedAction> had, List<PlannedAction> offered) {
        if (offered.size() < 2) {
            return Optional.empty();
        }
        PlannedAction first = offered.get(0);
        boolean isLink = first.kind() == ActionKind.LINK || first.kind() == ActionKind.HARDLINK;
        boolean conflict = isLink ? problems(offered) > problems(had) : !fit(first, offered);
        return conflict ? Optional.of(describe(name, offered)) : Optional.empty();
    }

    private static boolean fit(PlannedAction first, List<PlannedAction> offered) {
        boolean isCrowded = first.kind() == ActionKind.FILE && offered.size() > 2;
        return !isCrowded && offered.stream().skip(1).allMatch(other -> compatible(first, other));
    }

    /** How many pairs of different links don't go together. */
    private static int problems(List<PlannedAction> offered) {
        Map<List<@Nullable Object>, PlannedAction> different = new LinkedHashMap<>();
        offered.forEach(planned -> different.putIfAbsent(identity(planned.action()), planned));
        List<PlannedAction> each = List.copyOf(different.values());
        int problems = 0;
        for (int i = 1; i < each.size(); i++) {
            PlannedAction one = each.get(i);
            problems += (int) each.subList(0, i).stream()
                    .filter(other -> !compatible(other, one))
                    .count();
        }
        return problems;
    }

    /** What a link is told apart by. */
    private static List<@Nullable Object> identity(Action action) {
        List<@Nullable Object> identity = new ArrayList<>();
        identity.add(action.kind());
        identity.add(action.get("target"));
        identity.add(action.get("mediator"));
        MEDIATION_ATTRIBUTES.forEach(name -> identity.add(action.get(name)));
        return identity;
    }

    private static boolean compatible(PlannedAction a, PlannedAction b) {
        Action one = a.action();
        Action two = b.action();
        if (one.kind() != two.kind()) {
            return false;
        }
        return switch (one.kind()) {
            case DIR -> same(one, two, DIRECTORY_ATTRIBUTES) && mode(one) == mode(two);
            case LINK, HARDLINK -> same(one, two, LINK_ATTRIBUTES) || areMediatedApart(one, two);
            case LICENSE, LEGACY -> true;
            case FILE -> Overlay.isPermitted(one, two) || Overlay.isPermitted(two, one);
            case USER, GROUP, DRIVER, SET, DEPEND, SIGNATURE, UNKNOWN -> false;
        };
    }

    /** Links of one mediator, of which its setting tells which one is there; maybe neither is. */
    private static boolean areMediatedApart(Action one, Action two) {
        return same(one, two, List.of("mediator")) && !same(one, two, MEDIATION_ATTRIBUTES);
    }

    static boolean same(Action one, Action two, List<String> attributes) {
        return attributes.stream().allMatch(name -> Objects.equals(one.get(name), two.get(name)));
    }

    static int mode(Action action) {
        try {
            return Integer.parseInt(action.attributes().get("mode", "0755"), 8);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String describe(String name, List<PlannedAction> candidates) {
        List<String> who = new ArrayList<>();
        for (PlannedAction candidate : candidates) {
            who.add(candidate.fmri().shortText() + " (" + candidate.kind().text() + ")");
        }
        return name + " is delivered by " + String.join(" and ", who);
    }
}
