package org.snapup.ips.image;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/** The newest version of each package, from those that may take the place of one another. */
public final class NewestVersions {
    /** Publishers whose packages stay with them. */
    private final Set<String> keeping;

    /** By what publishers keep to themselves, and by name for the others. */
    private final Map<String, Version> newest = new HashMap<>();

    public NewestVersions(ImageConfig config) {
        keeping = config.publishers().stream()
                .filter(ImagePublisher::keepsPackages)
                .map(ImagePublisher::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Counts a version that is offered or installed. */
    public void add(Fmri fmri) {
        Version version = fmri.requireVersion();
        newest.merge(fmri.stem(), version, NewestVersions::max);
        newest.merge(fmri.name(), version, NewestVersions::max);
    }

    /** Whether a newer version is known that could take the place of this one. */
    public boolean isOlder(Fmri fmri) {
        Version other = newest.get(keeping.contains(fmri.requirePublisher()) ? fmri.stem() : fmri.name());
        return other != null && other.compareTo(fmri.requireVersion()) > 0;
    }

    private static Version max(Version a, Version b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
