package org.snapup.ips.solve;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/**
 * What an image is like before a change.
 *
 * @param installed by stem, with publisher and version
 * @param variants by full name
 * @param frozen stems that must stay at versions that begin like this one
 * @param avoided stems that groups don't bring in
 * @param publishers highest rank first
 */
public record ImageSituation(
        Map<String, Fmri> installed,
        Map<String, String> variants,
        Map<String, Version> frozen,
        Set<String> avoided,
        List<PublisherRank> publishers) {

    public ImageSituation {
        installed = Map.copyOf(installed);
        variants = Map.copyOf(variants);
        frozen = Map.copyOf(frozen);
        avoided = Set.copyOf(avoided);
        publishers = List.copyOf(publishers);
    }

    /**
     * A publisher's standing.
     *
     * @param sticky packages installed from it are updated from it only
     * @param enabled it offers packages now
     */
    public record PublisherRank(String name, boolean sticky, boolean enabled) {}
}
