package org.snapup.ips.action;

import java.security.MessageDigest;
import java.util.Optional;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;

/**
 * What the content of a payload has to be, by its action: the first hash of a known kind that {@code pkg.content-hash}
 * has for the content itself, or else the hash that names the payload.
 *
 * @param algorithm as {@link Digests#named} knows it
 * @param hex in lower case
 */
public record ContentHash(String algorithm, String hex) {
    private static final String CONTENT_PREFIX = "file:";
    private static final int SHA1_LENGTH = 40;
    private static final int SHA256_LENGTH = 64;

    /** Empty where the action has none of a known kind. */
    public static Optional<ContentHash> of(Action action) {
        for (String value : action.attributes().all("pkg.content-hash")) {
            int colon = value.lastIndexOf(':');
            if (value.startsWith(CONTENT_PREFIX) && colon > CONTENT_PREFIX.length()) {
                String algorithm = value.substring(CONTENT_PREFIX.length(), colon);
                if (Digests.isKnown(algorithm)) {
                    return Optional.of(new ContentHash(algorithm, value.substring(colon + 1)));
                }
            }
        }
        String hash = action.hash();
        int length = hash == null ? 0 : hash.length();
        return switch (length) {
            case SHA1_LENGTH -> Optional.of(new ContentHash("sha1", String.valueOf(hash)));
            case SHA256_LENGTH -> Optional.of(new ContentHash("sha256", String.valueOf(hash)));
            default -> Optional.empty();
        };
    }

    /** A new digest of this kind. */
    public MessageDigest digest() {
        return Digests.named(algorithm)
                .orElseThrow(() -> IpsException.badInput("there is no hash '" + algorithm + "'"));
    }
}
