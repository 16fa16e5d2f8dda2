package org.snapup.ips.solve;

import java.util.Map;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;

/**
 * What will be installed.
 *
 * @param installed by stem
 * @param avoided stems that groups don't bring in from now on
 */
public record Solution(Map<String, Fmri> installed, Set<String> avoided) {
    public Solution {
        installed = Map.copyOf(installed);
        avoided = Set.copyOf(avoided);
    }
}
