package org.snapup.ips.solve;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * @param running by stem: what is installed in the image of the running system; asked only if a dependency is about that
 */
public record ImageSituation(
        Map<String, Fmri> installed,
        Map<String, Fmri> origins,
        Map<String, String> variants,
        Map<String, Version> frozen,
        Set<String> avoided,
        List<PublisherRank> publishers,
        Supplier<Map<String, Fmri>> running) {

    public ImageSituation {
        installed = Map.copyOf(installed);
        origins = Map.copyOf(origins);
        variants = Map.copyOf(variants);
        frozen = Map.copyOf(frozen);
        avoided = Set.copyOf(avoided);
        publishers = List.copyOf(publishers);
    }

    /** An image that is to be kept, of a system about which nothing is known. */
    public ImageSituation(
            Map<String, Fmri> installed,
            Map<String, String> variants,
            Map<String, Version> frozen,
            Set<String> avoided,
            List<PublisherRank> publishers) {
        this(installed, installed, variants, frozen, avoided, publishers, Map::of);
    }

    /** The same with nothing that is to be kept: neither packages, nor freezes, nor what is avoided. */
    public ImageSituation emptied() {
        return new ImageSituation(Map.of(), origins, variants, Map.of(), Set.of(), publishers, running);
    }

    /** The same with other variants. */
    public ImageSituation withVariants(Map<String, String> changed) {
        return new ImageSituation(installed, origins, changed, frozen, avoided, publishers, running);
    }

    /** The same on another running system. */
    public ImageSituation on(Supplier<Map<String, Fmri>> system) {
        return new ImageSituation(installed, origins, variants, frozen, avoided, publishers, system);
    }

    /** The package that an origin dependency looks at; null if it isn't there, and the dependency is met. */
    @Nullable
    Fmri lookedAt(Dependency origin) {
        Map<String, Fmri> packages = origin.onRunning() ? running.get() : origins;
        return packages.get(origin.target().name());
    }

    /**
     * A publisher's standing.
     *
     * @param sticky packages installed from it are updated from it only
     * @param enabled it offers packages now
     */
    public record PublisherRank(String name, boolean sticky, boolean enabled) {}
}
