package org.snapup.ips.plan;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/**
 * One package's change.
 *
 * @param from what is installed; null if the package is new
 * @param to what will be installed; null if the package goes
 */
public record PackageChange(@Nullable Fmri from, @Nullable Fmri to) {
    public PackageChange {
        if (from == null && to == null) {
            throw new IllegalArgumentException("a change of nothing");
        }
    }

    /** The package's name without publisher and version. */
    public String stem() {
        return to != null ? to.name() : from != null ? from.name() : "";
    }

    /** As the history of pkg(1) has it. */
    @Override
    public String toString() {
        return (from == null ? "None" : from) + " -> " + (to == null ? "None" : to);
    }
}
