package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.ips.action.ActionKind;

/** Which drivers will want which devices: a device belongs to one driver, so an alias may stand in one driver's action. */
final class DriverAliases {
    private final Map<String, List<PlannedAction>> claims = new TreeMap<>();

    /** Takes a driver that will be there. */
    void add(PlannedAction driver) {
        for (String alias : Set.copyOf(driver.action().attributes().all("alias"))) {
            claims.computeIfAbsent(alias, a -> new ArrayList<>(1)).add(driver);
        }
    }

    /** Aliases of several drivers, where one of these comes or changes; what was so before is left so. */
    List<String> conflicts(Collection<ActionChange> changes) {
        Set<PlannedAction> changing = new HashSet<>();
        for (ActionChange change : changes) {
            if (change.kind() == ActionKind.DRIVER) {
                changing.add(change.subject());
            }
        }
        List<String> conflicts = new ArrayList<>();
        claims.forEach((alias, drivers) -> {
            boolean shared = drivers.stream()
                            .map(driver -> driver.action().key())
                            .distinct()
                            .count()
                    > 1;
            if (shared && drivers.stream().anyMatch(changing::contains)) {
                conflicts.add("the alias " + alias + " is given to "
                        + String.join(
                                " and ",
                                drivers.stream().map(DriverAliases::describe).toList()));
            }
        });
        return conflicts;
    }

    private static String describe(PlannedAction driver) {
        return "the driver " + driver.action().key() + " by " + driver.fmri().shortText();
    }
}
