package org.snapup.daemon.packages.ips.parsable;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlannedAction;

/** What a plan has to say to which services: not every attribute counts when something comes, changes or goes. */
final class PlannedServices {
    private static final Set<String> INSTALL = Set.of("refresh_fmri", "restart_fmri");
    private static final Set<String> UPDATE = Set.of("refresh_fmri", "restart_fmri", "suspend_fmri");
    private static final Set<String> REMOVAL = Set.of("refresh_fmri", "restart_fmri", "disable_fmri");

    private final Set<List<String>> pairs = new TreeSet<>(
            Comparator.comparing((List<String> pair) -> pair.get(0)).thenComparing(pair -> pair.get(1)));

    private PlannedServices() {}

    /** {@code [ATTRIBUTE, SERVICE]}, sorted. */
    static List<List<String>> of(ImagePlan plan) {
        PlannedServices services = new PlannedServices();
        plan.installs().forEach(change -> services.add(change.to(), INSTALL));
        plan.removals().forEach(change -> services.add(change.from(), REMOVAL));
        for (ActionChange change : plan.updates()) {
            Stream.of(change.from(), change.to()).forEach(planned -> services.add(planned, UPDATE));
        }
        return List.copyOf(services.pairs);
    }

    private void add(@Nullable PlannedAction planned, Set<String> attributes) {
        if (planned != null) {
            for (String attribute : attributes) {
                for (String service : planned.action().attributes().all(attribute)) {
                    pairs.add(List.of(attribute, service));
                }
            }
        }
    }
}
