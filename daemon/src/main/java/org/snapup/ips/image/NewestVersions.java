package org.snapup.ips.image;

import java.util.HashMap;
import java.util.Map;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/** The newest version of each package, from those that may take the place of one another. */
public final class NewestVersions {
    /** By name, whoever publishes it. */
    private final Map<String, Version> newest = new HashMap<>();

    /** By name, of each publisher whose packages stay with it. */
    private final Map<String, Map<String, Version>> newestKept = new HashMap<>();

    public NewestVersions(ImageConfig config) {
        for (ImagePublisher publisher : config.publishers()) {
            if (publisher.keepsPackages()) {
                newestKept.put(publisher.name(), new HashMap<>());
            }
        }
    }

    /** Counts a version that is offered or installed. */
    public void add(Fmri fmri) {
        Version version = fmri.requireVersion();
        newest.merge(fmri.name(), version, NewestVersions::max);
        Map<String, Version> kept = newestKept.get(fmri.requirePublisher());
        if (kept != null) {
            kept.merge(fmri.name(), version, NewestVersions::max);
        }
    }

    /** Whether a newer version is known that could take the place of this one. */
    public boolean isOlder(Fmri fmri) {
        Version other = newestKept.getOrDefault(fmri.requirePublisher(), newest).get(fmri.name());
        return other != null && other.compareTo(fmri.requireVersion()) > 0;
    }

    private static Version max(Version a, Version b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
