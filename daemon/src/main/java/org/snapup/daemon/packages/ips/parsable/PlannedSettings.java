package org.snapup.daemon.packages.ips.parsable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.MediatorSetting;

/** Variants, facets and mediators that change. */
record PlannedSettings(ImageConfig before, ImageConfig after) {
    private static final String LOCAL = "local";

    /** {@code [NAME, VALUE]}. */
    List<List<@Nullable Object>> variants() {
        List<List<@Nullable Object>> changes = new ArrayList<>();
        for (String name : changed(before.variants(), after.variants())) {
            changes.add(Arrays.asList(name, after.variants().get(name)));
        }
        return changes;
    }

    /** {@code [NAME, NEW, OLD, SOURCE, MASKED BEFORE, MASKED AFTERWARDS]}. */
    List<List<@Nullable Object>> facets() {
        List<List<@Nullable Object>> changes = new ArrayList<>();
        for (String name : changed(before.facets(), after.facets())) {
            changes.add(Arrays.asList(
                    name, after.facets().get(name), before.facets().get(name), LOCAL, false, false));
        }
        return changes;
    }

    /** {@code [NAME, [[OLD VERSION, SOURCE], [NEW VERSION, SOURCE]], the same of implementations]}. */
    List<List<@Nullable Object>> mediators() {
        List<List<@Nullable Object>> changes = new ArrayList<>();
        for (String name : changed(before.mediators(), after.mediators())) {
            MediatorSetting old = before.mediators().getOrDefault(name, MediatorSetting.NONE);
            MediatorSetting now = after.mediators().getOrDefault(name, MediatorSetting.NONE);
            changes.add(Arrays.asList(
                    name,
                    List.of(
                            Arrays.asList(old.version(), old.versionSource()),
                            Arrays.asList(now.version(), now.versionSource())),
                    List.of(
                            Arrays.asList(implementation(old), old.implementationSource()),
                            Arrays.asList(implementation(now), now.implementationSource()))));
        }
        return changes;
    }

    private static @Nullable String implementation(MediatorSetting setting) {
        boolean versioned = setting.implementation() != null && setting.implementationVersion() != null;
        return versioned
                ? setting.implementation() + "(@" + setting.implementationVersion() + ")"
                : setting.implementation();
    }

    private static TreeSet<String> changed(Map<String, ?> before, Map<String, ?> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }
}
