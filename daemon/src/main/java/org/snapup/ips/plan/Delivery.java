package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.List;

/** Which packages deliver one thing, before and after a change. */
final class Delivery {
    private final ActionKey key;
    private List<PlannedAction> before = List.of();
    private List<PlannedAction> after = List.of();

    Delivery(ActionKey key) {
        this.key = key;
    }

    ActionKey key() {
        return key;
    }

    List<PlannedAction> before() {
        return before;
    }

    List<PlannedAction> after() {
        return after;
    }

    void addBefore(PlannedAction planned) {
        before = with(before, planned);
    }

    void addAfter(PlannedAction planned) {
        after = with(after, planned);
    }

    /** Nearly everything is delivered by one package, but there are tens of thousands of it. */
    private static List<PlannedAction> with(List<PlannedAction> some, PlannedAction another) {
        if (some.isEmpty()) {
            return List.of(another);
        }
        List<PlannedAction> more = some.size() == 1 ? new ArrayList<>(some) : some;
        more.add(another);
        return more;
    }
}
