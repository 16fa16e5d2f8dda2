package org.snapup.ips.repo;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ContentHash;

/**
 * What the content of a payload has to be, by its action: the size, and the strongest hash of those that
 * {@code pkg.content-hash} offers, or else the hash that names it.
 */
final class PayloadCheck {
    /** No payload that doesn't say its size is longer, in bytes. */
    static final long UNDECLARED_LIMIT = 64L << 20;

    private static final int SHORTEST_HASH = 40;

    private final MessageDigest digest;
    private final String expected;
    private final long size;
    private long seen;

    private PayloadCheck(MessageDigest digest, String expected, long size) {
        this.digest = digest;
        this.expected = expected;
        this.size = size;
    }

    /**
     * The check for one action.
     *
     * @throws IpsException BAD_INPUT if its hash is of no known kind
     */
    static PayloadCheck of(Action action) {
        long size = action.get("pkg.size") == null ? -1 : action.size();
        String named = name(action);
        ContentHash hash = ContentHash.of(action)
                .orElseThrow(() -> IpsException.badInput("the hash '" + named + "' of '" + action
                        + "' is of no known kind; its publisher has to publish the package again"));
        return new PayloadCheck(hash.digest(), hash.hex(), size);
    }

    /**
     * The hash by which a repository knows the payload.
     *
     * @throws IpsException BAD_INPUT if there is none, or it is no hash
     */
    static String name(Action action) {
        @Nullable String hash = action.hash();
        if (hash == null || hash.length() < SHORTEST_HASH || hash.length() > 128 || !isHex(hash)) {
            throw IpsException.badInput("'" + action + "' has no hash that names a payload");
        }
        return hash;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Null, or what is wrong with the content so far. */
    @Nullable
    String update(byte[] buffer, int length) {
        seen += length;
        if (size >= 0 ? seen > size : seen > UNDECLARED_LIMIT) {
            return "it is longer than " + (size >= 0 ? size + " bytes, its pkg.size" : UNDECLARED_LIMIT + " bytes");
        }
        digest.update(buffer, 0, length);
        return null;
    }

    /** Null, or what is wrong with the whole content. */
    @Nullable
    String finish() {
        if (size >= 0 && seen != size) {
            return "it has " + seen + " bytes instead of " + size;
        }
        byte[] actual = digest.digest();
        return Digests.same(actual, expected) ? null : "its hash is " + Digests.hex(actual) + " instead of " + expected;
    }
}
