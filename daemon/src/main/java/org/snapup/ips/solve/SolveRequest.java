package org.snapup.ips.solve;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;

/**
 * What is asked for.
 *
 * @param kind what becomes of the packages that aren't named
 * @param proposed by stem: one of these versions has to be installed, the newest that can be
 * @param rejected stems that must not be installed afterwards
 */
public record SolveRequest(Kind kind, Map<String, List<Fmri>> proposed, Set<String> rejected) {
    /** What becomes of the packages that aren't named. */
    public enum Kind {
        /** They change only as far as they have to. */
        CHANGE,
        /** They change only as far as they have to, and none of those that are left may need a rejected one. */
        UNINSTALL,
        /** They become as new as possible. */
        UPDATE_ALL
    }

    public SolveRequest {
        proposed = Map.copyOf(proposed);
        rejected = Set.copyOf(rejected);
    }

    public static SolveRequest update() {
        return new SolveRequest(Kind.UPDATE_ALL, Map.of(), Set.of());
    }

    public static SolveRequest install(Map<String, List<Fmri>> proposed) {
        return new SolveRequest(Kind.CHANGE, proposed, Set.of());
    }

    public static SolveRequest remove(Set<String> stems) {
        return new SolveRequest(Kind.UNINSTALL, Map.of(), stems);
    }

    /** The same, without these packages afterwards. */
    public SolveRequest rejecting(Set<String> stems) {
        return new SolveRequest(kind, proposed, stems);
    }

    boolean updateAll() {
        return kind == Kind.UPDATE_ALL;
    }
}
