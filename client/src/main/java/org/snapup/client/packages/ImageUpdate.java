package org.snapup.client.packages;

import org.snapup.protocol.Packages;

/** {@code snapup image-update}. */
public final class ImageUpdate extends PackageVerb {
    public ImageUpdate() {
        super("image-update", Packages.IMAGE_UPDATE, 0, "[PKG...]", "Update all packages, or those named.", """
                The running system is not touched: a clone of its boot environment is updated, and boots next.
                Exit status: 0 done, 1 failed and everything is as before, 2 wrong usage, 4 nothing to do.\
                """);
    }
}
