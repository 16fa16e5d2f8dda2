package org.snapup.ips.catalog;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/**
 * One version of a package, as the base part of a catalog has it.
 *
 * @param fmri with publisher and version
 * @param manifestSignature the SHA-1 of the stored manifest, in hex; missing in some image catalogs
 * @param state in catalogs of an image only
 */
public record CatalogEntry(
        Fmri fmri,
        @Nullable String manifestSignature,
        @Nullable EntryState state) {
    /** With {@code newState} instead of the state that is there. */
    public CatalogEntry withState(@Nullable EntryState newState) {
        return new CatalogEntry(fmri, manifestSignature, newState);
    }
}
