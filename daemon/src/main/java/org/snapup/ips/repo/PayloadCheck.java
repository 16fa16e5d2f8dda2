package org.snapup.ips.repo;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ContentHash;

/**
 * What the content of a payload has to be, by its action: the size, and the strongest hash of those that
 * {@code pkg.content-hash} offers, or else the hash that names it. A payload that is to the last byte what its publisher
 * stored, by a hash of the same kind, has that content and need not be hashed unpacked. For one payload after the other, on one
 * thread.
 */
public final class PayloadCheck {
    /** No payload that doesn't say its size is longer, in bytes. */
    static final long UNDECLARED_LIMIT = 64L << 20;

    private static final int SHORTEST_HASH = 40;
    private static final int LONGEST_HASH = 128;

    private final Map<String, MessageDigest> digests = new HashMap<>();
    private MessageDigest digest = Digests.sha1();
    private String expected = "";
    private @Nullable String expectedStored;
    private boolean isAsStored;
    private long size;
    private long seen;

    /**
     * Goes on to the payload of this action.
     *
     * @throws IpsException BAD_INPUT if its hash is of no known kind
     */
    void begin(Action action) {
        size = action.get("pkg.size") == null ? -1 : action.size();
        seen = 0;
        ContentHash hash = ContentHash.of(action)
                .orElseThrow(() -> IpsException.badInput("the hash '" + action.hash() + "' of '" + action
                        + "' is of no known kind; its publisher has to publish the package again"));
        expected = hash.hex();
        digest = digests.computeIfAbsent(hash.algorithm(), algorithm -> hash.digest());
        digest.reset();
        isAsStored = false;
        expectedStored = ContentHash.ofStored(action)
                .filter(stored -> stored.algorithm().equals(hash.algorithm()))
                .map(ContentHash::hex)
                .orElse(null);
    }

    /** Takes a whole payload as it is stored, which is what remains in the buffer; before any of its content. */
    void takeStored(ByteBuffer packed) {
        if (expectedStored != null) {
            digest.update(packed.duplicate());
            isAsStored = Digests.same(digest.digest(), expectedStored);
        }
    }

    /**
     * The hash by which a repository knows the payload.
     *
     * @throws IpsException BAD_INPUT if there is none, or it is no hash
     */
    public static String name(Action action) {
        @Nullable String hash = action.hash();
        if (hash == null || hash.length() < SHORTEST_HASH || hash.length() > LONGEST_HASH || !Digests.isHex(hash)) {
            throw IpsException.badInput("'" + action + "' has no hash that names a payload");
        }
        return hash;
    }

    /** Takes what remains in the buffer. Null, or what is wrong with the content so far. */
    @Nullable
    String update(ByteBuffer content) {
        seen += content.remaining();
        if (size >= 0 ? seen > size : seen > UNDECLARED_LIMIT) {
            return "it is longer than " + (size >= 0 ? size + " bytes, its pkg.size" : UNDECLARED_LIMIT + " bytes");
        }
        if (!isAsStored) {
            digest.update(content);
        }
        return null;
    }

    /** Null, or what is wrong with the whole content. */
    @Nullable
    String finish() {
        if (size >= 0 && seen != size) {
            return "it has " + seen + " bytes instead of " + size;
        }
        if (isAsStored) {
            return null;
        }
        byte[] actual = digest.digest();
        return Digests.same(actual, expected) ? null : "its hash is " + Digests.hex(actual) + " instead of " + expected;
    }
}
