package org.snapup.ips.solve;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;

/**
 * What is asked for.
 *
 * @param updateAll everything is to be as new as possible
 * @param proposed by stem: one of these versions has to be installed, the newest that can be
 * @param rejected stems that must not be installed afterwards
 */
public record SolveRequest(boolean updateAll, Map<String, List<Fmri>> proposed, Set<String> rejected) {
    public SolveRequest {
        proposed = Map.copyOf(proposed);
        rejected = Set.copyOf(rejected);
    }

    public static SolveRequest update() {
        return new SolveRequest(true, Map.of(), Set.of());
    }

    public static SolveRequest install(Map<String, List<Fmri>> proposed) {
        return new SolveRequest(false, proposed, Set.of());
    }

    public static SolveRequest remove(Set<String> stems) {
        return new SolveRequest(false, Map.of(), stems);
    }
}
