package org.snapup.ips.solve;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/**
 * A package and those versions of it of which at most one can be installed.
 *
 * @param versions newest first
 * @param first the variable of the newest version; those of the others follow
 */
record Choice(String stem, List<PackageEntry> versions, int first) {
    int count() {
        return versions.size();
    }

    Fmri fmri(int place) {
        return versions.get(place).fmri();
    }

    Version version(int place) {
        return fmri(place).requireVersion();
    }

    /** By place among the versions. */
    int variable(int place) {
        return first + place;
    }

    /** -1 for none, and for what isn't one of these. */
    int indexOf(@Nullable Fmri version) {
        for (int i = 0; i < count(); i++) {
            if (fmri(i).equals(version)) {
                return i;
            }
        }
        return -1;
    }

    /** All of them. */
    int[] variables() {
        return IntStream.range(first, first + count()).toArray();
    }

    /** What says that none of the versions from a place on is there. */
    int[] without(int from) {
        return IntStream.range(from, count()).map(place -> -variable(place)).toArray();
    }
}
