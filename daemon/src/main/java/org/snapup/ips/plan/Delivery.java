package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which packages deliver one thing, before and after a change. Nearly everything is delivered by one package, but there are tens
 * of thousands of it.
 */
final class Delivery {
    private final String name;
    private final boolean isPath;
    private boolean isMediated;
    private @Nullable PlannedAction before;
    private @Nullable PlannedAction after;
    private List<PlannedAction> moreBefore = List.of();
    private List<PlannedAction> moreAfter = List.of();

    /** @param name the path if it has one, or else what it is called among its kind */
    Delivery(String name, boolean isPath) {
        this.name = name;
        this.isPath = isPath;
    }

    String name() {
        return name;
    }

    boolean isPath() {
        return isPath;
    }

    /** At most one package delivers it before, and one after, and no mediator decides whether it is there. */
    boolean isPlain() {
        return !isMediated && moreBefore.isEmpty() && moreAfter.isEmpty();
    }

    /** By the first package. */
    @Nullable
    PlannedAction firstBefore() {
        return before;
    }

    /** By the first package. */
    @Nullable
    PlannedAction firstAfter() {
        return after;
    }

    List<PlannedAction> before() {
        return all(before, moreBefore);
    }

    List<PlannedAction> after() {
        return all(after, moreAfter);
    }

    private static List<PlannedAction> all(@Nullable PlannedAction first, List<PlannedAction> more) {
        if (first == null) {
            return List.of();
        }
        List<PlannedAction> all = new ArrayList<>(1 + more.size());
        all.add(first);
        all.addAll(more);
        return all;
    }

    void addBefore(PlannedAction planned) {
        if (before == null) {
            before = planned;
        } else {
            moreBefore = with(moreBefore, planned);
        }
    }

    void addAfter(PlannedAction planned) {
        if (after == null) {
            after = planned;
        } else {
            moreAfter = with(moreAfter, planned);
        }
    }

    private static List<PlannedAction> with(List<PlannedAction> some, PlannedAction another) {
        List<PlannedAction> more = some.isEmpty() ? new ArrayList<>() : some;
        more.add(another);
        return more;
    }

    void setMediated() {
        isMediated = true;
    }
}
