package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snapup.ips.action.ActionKind;

/**
 * What a running system has to be told when actions change.
 *
 * @param services FMRIs by what is to be done with them: {@code restart_fmri}, {@code refresh_fmri},
 *     {@code suspend_fmri}, {@code disable_fmri}
 * @param reboot the keys of the actions that ask for a reboot, and of drivers
 */
public record Actuators(Map<String, Set<String>> services, List<String> reboot) {
    private static final List<String> NAMES = List.of("restart_fmri", "refresh_fmri", "suspend_fmri", "disable_fmri");

    public Actuators {
        services = Map.copyOf(services);
        reboot = List.copyOf(reboot);
    }

    static Actuators of(ImagePlan plan) {
        Map<String, Set<String>> services = new TreeMap<>();
        List<String> reboot = new ArrayList<>();
        plan.changes()
                .forEach(change -> Stream.of(change.from(), change.to())
                        .flatMap(Stream::ofNullable)
                        .forEach(planned -> {
                            for (String name : NAMES) {
                                planned.action()
                                        .attributes()
                                        .all(name)
                                        .forEach(service -> services.computeIfAbsent(name, n -> new TreeSet<>())
                                                .add(service));
                            }
                            boolean asked = planned.action().attributes().isTrue("reboot-needed");
                            if (asked || planned.kind() == ActionKind.DRIVER) {
                                reboot.add(String.valueOf(planned.action().key()));
                            }
                        }));
        return new Actuators(services, reboot.stream().distinct().toList());
    }

    /** Whether the change isn't complete before a reboot. */
    public boolean rebootNeeded() {
        return !reboot.isEmpty();
    }
}
