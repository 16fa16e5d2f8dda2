package org.snapup.ips.solve;

import java.util.Map;
import org.snapup.ips.fmri.Fmri;

/**
 * What will be installed.
 *
 * @param installed by stem
 * @param avoids what groups do without from now on
 */
public record Solution(Map<String, Fmri> installed, Avoids avoids) {
    public Solution {
        installed = Map.copyOf(installed);
    }
}
