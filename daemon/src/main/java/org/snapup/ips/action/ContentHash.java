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
    private static final String STORED_PREFIX = "gzip:";
    private static final int SHA1_LENGTH = 40;
    private static final int SHA256_LENGTH = 64;

    /** Of the content; empty where the action has none of a known kind. */
    public static Optional<ContentHash> of(Action action) {
        return strong(action, CONTENT_PREFIX).or(() -> naming(action));
    }

    /** Of the content, by which repositories name the payload; empty where the action has none of a known kind. */
    public static Optional<ContentHash> naming(Action action) {
        String hash = action.hash();
        int length = hash == null ? 0 : hash.length();
        return switch (length) {
            case SHA1_LENGTH -> Optional.of(new ContentHash("sha1", String.valueOf(hash)));
            case SHA256_LENGTH -> Optional.of(new ContentHash("sha256", String.valueOf(hash)));
            default -> Optional.empty();
        };
    }

    /** Of the compressed form that a repository has; empty where the action has none of a known kind. */
    public static Optional<ContentHash> ofStored(Action action) {
        String chash = action.attributes().get("chash", "");
        return strong(action, STORED_PREFIX)
                .or(() ->
                        chash.length() == SHA1_LENGTH ? Optional.of(new ContentHash("sha1", chash)) : Optional.empty());
    }

    private static Optional<ContentHash> strong(Action action, String prefix) {
        for (String value : action.attributes().all("pkg.content-hash")) {
            int colon = value.lastIndexOf(':');
            if (value.startsWith(prefix) && colon > prefix.length()) {
                String algorithm = value.substring(prefix.length(), colon);
                if (Digests.isKnown(algorithm)) {
                    return Optional.of(new ContentHash(algorithm, value.substring(colon + 1)));
                }
            }
        }
        return Optional.empty();
    }

    /** A new digest of this kind. */
    public MessageDigest digest() {
        return Digests.named(algorithm)
                .orElseThrow(() -> IpsException.badInput("there is no hash '" + algorithm + "'"));
    }
}
