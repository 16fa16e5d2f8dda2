package org.snapup.ips.solve;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/**
 * Where a clause comes from.
 *
 * @param source whose dependency it is
 * @param dependency which one
 * @param stem the package that was asked for or is to stay; only without a dependency
 */
record Reason(
        @Nullable Fmri source,
        @Nullable Dependency dependency,
        @Nullable String stem) {
    static Reason of(Fmri source, Dependency dependency) {
        return new Reason(source, dependency, null);
    }

    static Reason wanted(String stem) {
        return new Reason(null, null, stem);
    }
}
