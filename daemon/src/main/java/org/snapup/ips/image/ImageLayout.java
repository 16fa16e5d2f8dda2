package org.snapup.ips.image;

import org.snapup.ffi.BytePath;
import org.snapup.ips.fmri.Fmri;

/**
 * Where things are in an image of format 4, or 5.
 *
 * <pre>
 * var/pkg/pkg5.image                        configuration
 * var/pkg/lock                              who changes it now
 * var/pkg/modified                          its time says when it was changed last
 * var/pkg/state/known/, installed/          catalogs: every known version; those installed (format 4)
 * var/pkg/state/catalog.db                  both, see {@link org.snapup.ips.state.StateDatabase} (format 5)
 * var/pkg/state/avoid_set, frozen_dict
 * var/pkg/publisher/PUB/pkg/STEM/VERSION    manifests of what is installed
 * var/pkg/license/STEM/license.NAME
 * var/pkg/history/TIME-NN.xml
 * var/pkg/notes/release-notes-ID.txt        what was to be read with an operation, which its entry names
 * var/pkg/lost+found/                       what was in the way of a change
 * var/pkg/ssl/SHA1                          keys and certificates of the client
 * var/pkg/cache/                            can be made again
 * var/pkg/snapup-staging/                   contents that are about to be installed
 * </pre>
 */
public final class ImageLayout {
    public static final BytePath META = BytePath.of("var/pkg");
    public static final BytePath CONFIG = META.resolve("pkg5.image");
    public static final BytePath LOCK = META.resolve("lock");
    public static final BytePath MODIFIED = META.resolve("modified");
    public static final BytePath STATE = META.resolve("state");
    public static final BytePath LOST_AND_FOUND = META.resolve("lost+found");
    public static final BytePath HISTORY = META.resolve("history");
    public static final BytePath NOTES = META.resolve("notes");
    public static final BytePath LICENSES = META.resolve("license");
    public static final BytePath PUBLISHERS = META.resolve("publisher");
    public static final BytePath TLS = META.resolve("ssl");
    public static final BytePath CACHE = META.resolve("cache");
    public static final BytePath STAGING = META.resolve("snapup-staging");

    /** The state as it will be, while it is being written. */
    public static final BytePath NEXT_STATE = META.resolve("state.snapup");

    /** Catalog database of format 5. */
    static final BytePath DATABASE = STATE.resolve("catalog.db");

    static final String KNOWN = "known";
    static final String INSTALLED = "installed";

    private ImageLayout() {}

    /** The manifest of an installed package. */
    public static BytePath manifest(Fmri fmri) {
        return below(PUBLISHERS.resolve(fmri.requirePublisher()).resolve("pkg"), fmri.dirPath());
    }

    /** The certificates of a publisher, by the SHA-1 of their text. */
    public static BytePath certificates(String publisher) {
        return PUBLISHERS.resolve(publisher).resolve("certs");
    }

    /** Links to those certificates that pkg(1) makes, {@code HASH.NUMBER}, by what it takes for a hash of the subject. */
    static BytePath certificateLinks(String publisher) {
        return certificates(publisher).resolve("subject_hashes");
    }

    /** What pkg(1) derives from that manifest. */
    public static BytePath manifestCache(Fmri fmri) {
        return below(CACHE.resolve("publisher").resolve(fmri.requirePublisher()).resolve("pkg"), fmri.dirPath());
    }

    /** The licence texts of a package. */
    public static BytePath licenses(Fmri fmri) {
        return LICENSES.resolve(Fmri.encode(fmri.name()));
    }

    /** The text of one licence of a package. */
    public static BytePath license(Fmri fmri, String license) {
        return licenses(fmri).resolve("license." + Fmri.encode(license));
    }

    private static BytePath below(BytePath directory, String relative) {
        return BytePath.of(directory + "/" + relative);
    }
}
