package org.snapup.ips.image;

import java.util.List;

/**
 * A publisher as an image knows it.
 *
 * @param name its prefix
 * @param origins where its packages come from, in order, without those that are disabled
 * @param sticky packages installed from it are updated from it only
 * @param enabled it offers packages now
 */
public record ImagePublisher(String name, List<String> origins, boolean sticky, boolean enabled) {
    public ImagePublisher {
        origins = List.copyOf(origins);
    }

    /** Its packages stay with it; those of a publisher that is disabled, or that the image no longer has, don't. */
    public boolean keepsPackages() {
        return enabled && sticky;
    }
}
