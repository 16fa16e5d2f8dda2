package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/**
 * One dependency of a package version.
 *
 * @param type what it asks for
 * @param targets the packages it names, at least one; several only for the types with "any"
 * @param predicate only for {@link DependencyType#CONDITIONAL}
 * @param onRunning only for {@link DependencyType#ORIGIN}: about the image of the running system, not about this one
 */
public record Dependency(
        DependencyType type, List<Fmri> targets, @Nullable Fmri predicate, boolean onRunning) {

    /** The stem that stands for the parent image's copy of the package itself. */
    public static final String SELF = "feature/package/dependency/self";

    private static final String FIRMWARE = "feature/firmware/";

    public Dependency {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a dependency without a target");
        }
    }

    /**
     * Reads a {@code depend} action. Left out are dependencies on a parent image, which ours haven't got, and on the firmware of
     * devices, which programs that only Solaris has would look at; pkg(1) takes it as met where they are missing.
     *
     * @throws org.snapup.ips.IpsException BAD_INPUT if a name in it can't be read
     */
    static Optional<Dependency> of(Action depend) {
        Optional<DependencyType> type =
                DependencyType.of(depend.attributes().get("type", DependencyType.REQUIRE.text()));
        if (type.isEmpty() || type.get() == DependencyType.PARENT) {
            return Optional.empty();
        }
        boolean onRunning =
                type.get() == DependencyType.ORIGIN && depend.attributes().isTrue("root-image");
        List<Fmri> targets = new ArrayList<>();
        for (String fmri : depend.attributes().all("fmri")) {
            if (!fmri.equals(SELF)) {
                targets.add(Fmri.parse(fmri));
            }
        }
        if (onRunning && targets.stream().anyMatch(target -> target.name().startsWith(FIRMWARE))) {
            return Optional.empty();
        }
        String predicate = depend.get("predicate");
        if (targets.isEmpty() || (type.get() == DependencyType.CONDITIONAL && predicate == null)) {
            return Optional.empty();
        }
        return Optional.of(
                new Dependency(type.get(), targets, predicate == null ? null : Fmri.parse(predicate), onRunning));
    }

    /** The first, for most types the only, target. */
    public Fmri target() {
        return targets.get(0);
    }

    /** Whether what it names is left out where it is avoided. */
    public boolean isGroup() {
        return type == DependencyType.GROUP || type == DependencyType.GROUP_ANY;
    }

    /** Whether a version is this one or newer; any is if none is named. */
    public static boolean isAtLeast(Fmri wanted, Version version) {
        Version least = wanted.version();
        return least == null || least.equals(version) || version.isSuccessor(least, Version.Constraint.NONE);
    }

    /** Whether a version begins like the wanted one; any does if none is named. */
    public static boolean isWithin(Fmri wanted, Version version) {
        Version prefix = wanted.version();
        return prefix == null || prefix.equals(version) || version.isSuccessor(prefix, Version.Constraint.AUTO);
    }
}
