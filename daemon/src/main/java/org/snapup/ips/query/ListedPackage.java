package org.snapup.ips.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/**
 * A line of a package list.
 *
 * @param fmri with publisher and version
 * @param summary empty if the package has none; null if it wasn't asked for
 */
public record ListedPackage(
        Fmri fmri, Set<PackageState> states, @Nullable String summary) {
    public ListedPackage {
        states = Set.copyOf(states);
    }

    /** The column {@code IFO}, see {@link PackageState#letters}. */
    public String letters() {
        return PackageState.letters(states);
    }
}
