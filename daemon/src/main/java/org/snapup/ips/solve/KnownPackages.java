package org.snapup.ips.solve;

import java.util.List;
import org.snapup.ips.fmri.Fmri;

/** The package versions that exist for an image: what its publishers offer, and what is installed. */
public interface KnownPackages {
    /** All versions of a package, of all publishers, newest first; empty if there is no such package. */
    List<Fmri> versions(String stem);

    /** What there is to know about one of them. */
    PackageEntry entry(Fmri fmri);
}
