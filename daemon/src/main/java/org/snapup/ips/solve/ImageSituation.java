package org.snapup.ips.solve;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/**
 * What an image is like before a change.
 *
 * @param installed by stem, with publisher and version: what stays unless something speaks against it
 * @param origins by stem: what is there now, which origin dependencies look at
 * @param variants by full name
 * @param frozen stems that must stay at versions that begin like this one
 * @param avoided stems that groups don't bring in
 * @param publishers highest rank first
 */
public record ImageSituation(
        Map<String, Fmri> installed,
        Map<String, Fmri> origins,
        Map<String, String> variants,
        Map<String, Version> frozen,
        Set<String> avoided,
        List<PublisherRank> publishers) {

    public ImageSituation {
        installed = Map.copyOf(installed);
        origins = Map.copyOf(origins);
        variants = Map.copyOf(variants);
        frozen = Map.copyOf(frozen);
        avoided = Set.copyOf(avoided);
        publishers = List.copyOf(publishers);
    }

    /** An image that is to be kept. */
    public ImageSituation(
            Map<String, Fmri> installed,
            Map<String, String> variants,
            Map<String, Version> frozen,
            Set<String> avoided,
            List<PublisherRank> publishers) {
        this(installed, installed, variants, frozen, avoided, publishers);
    }

    /** The same with nothing that is to be kept: neither packages, nor freezes, nor what is avoided. */
    public ImageSituation emptied() {
        return new ImageSituation(Map.of(), origins, variants, Map.of(), Set.of(), publishers);
    }

    /** The same with other variants. */
    public ImageSituation withVariants(Map<String, String> changed) {
        return new ImageSituation(installed, origins, changed, frozen, avoided, publishers);
    }

    /**
     * A publisher's standing.
     *
     * @param sticky packages installed from it are updated from it only
     * @param enabled it offers packages now
     */
    public record PublisherRank(String name, boolean sticky, boolean enabled) {}
}
