package org.snapup.ips.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;

/**
 * What a running system has to be told when actions change.
 *
 * @param services FMRIs by what is to be done with them: {@code restart_fmri}, {@code refresh_fmri},
 *     {@code suspend_fmri}, {@code disable_fmri}
 * @param reboot the keys of the actions that ask for a reboot, and of drivers
 */
public record Actuators(Map<String, Set<String>> services, List<String> reboot) {
    /** Nothing. */
    public static final Actuators NONE = new Actuators(Map.of(), List.of());

    private static final List<String> NAMES = List.of("restart_fmri", "refresh_fmri", "suspend_fmri", "disable_fmri");

    public Actuators {
        services = Map.copyOf(services);
        reboot = List.copyOf(reboot);
    }

    static Actuators of(ImagePlan plan) {
        Map<String, Set<String>> services = new TreeMap<>();
        Set<String> reboot = new LinkedHashSet<>();
        plan.changes().forEach(change -> {
            add(change.from(), services, reboot);
            add(change.to(), services, reboot);
        });
        return new Actuators(services, List.copyOf(reboot));
    }

    private static void add(@Nullable PlannedAction planned, Map<String, Set<String>> services, Set<String> reboot) {
        if (planned == null) {
            return;
        }
        Attributes attributes = planned.action().attributes();
        for (String name : NAMES) {
            if (attributes.has(name)) {
                services.computeIfAbsent(name, n -> new TreeSet<>()).addAll(attributes.all(name));
            }
        }
        if (planned.kind() == ActionKind.DRIVER || attributes.isTrue("reboot-needed")) {
            reboot.add(String.valueOf(planned.action().key()));
        }
    }

    /** Whether the change isn't complete before a reboot. */
    public boolean rebootNeeded() {
        return !reboot.isEmpty();
    }
}
