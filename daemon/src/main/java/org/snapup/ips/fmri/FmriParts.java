package org.snapup.ips.fmri;

import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * The text of an FMRI or of a pattern cut into its parts; the parts aren't checked.
 *
 * @param rooted a scheme or a leading slash anchors the name at the root of the name space
 */
record FmriParts(
        @Nullable String publisher, String name, @Nullable String version, boolean rooted) {
    static FmriParts split(String original) {
        String text = Blanks.withoutTrailing(original);
        int at = text.lastIndexOf('@');
        int end = at < 0 ? text.length() : at;
        int nameAt = 0;
        String publisher = null;
        int publisherAt = text.startsWith("pkg://") ? 6 : text.startsWith("//") ? 2 : -1;
        if (publisherAt >= 0) {
            int slash = text.indexOf('/', publisherAt);
            if (slash < 0 || slash >= end) {
                throw IpsException.badInput(
                        "'" + original + "' has no name after its publisher: write pkg://publisher/name");
            }
            publisher = text.substring(publisherAt, slash);
            nameAt = slash + 1;
        } else if (text.startsWith("pkg:/")) {
            nameAt = 5;
        } else if (text.startsWith("/")) {
            nameAt = 1;
        }
        return new FmriParts(
                publisher == null || publisher.isEmpty() ? null : publisher,
                text.substring(Math.min(nameAt, end), end),
                at < 0 ? null : text.substring(at + 1),
                nameAt > 0);
    }
}
