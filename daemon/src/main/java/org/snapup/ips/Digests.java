package org.snapup.ips;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.snapup.ffi.crypto.NativeDigest;

/** Message digests as IPS names them. */
public final class Digests {
    /** Java's names by those of IPS. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "sha1", "SHA-1",
            "sha256", "SHA-256",
            "sha384", "SHA-384",
            "sha512", "SHA-512",
            "sha512t_256", "SHA-512/256",
            "sha3_256", "SHA3-256",
            "sha3_384", "SHA3-384",
            "sha3_512", "SHA3-512");

    private static final String DIGITS = "0123456789abcdef";

    private Digests() {}

    public static MessageDigest sha1() {
        return get("SHA-1");
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** A digest by its name in {@code pkg.content-hash}: sha256, sha384, sha512, sha512t_256, sha3_256 ... */
    public static Optional<MessageDigest> named(String name) {
        return Optional.ofNullable(ALGORITHMS.get(name)).map(Digests::get);
    }

    /** Whether {@link #named} knows it. */
    public static boolean isKnown(String name) {
        return ALGORITHMS.containsKey(name);
    }

    /** Whether a text consists of the digits of {@link #hex}. */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether a digest has this text, as {@link #hex} makes it. */
    public static boolean same(byte[] digest, String hex) {
        if (hex.length() != 2 * digest.length) {
            return false;
        }
        for (int i = 0; i < digest.length; i++) {
            if (hex.charAt(2 * i) != DIGITS.charAt(digest[i] >> 4 & 0xf)
                    || hex.charAt(2 * i + 1) != DIGITS.charAt(digest[i] & 0xf)) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest get(String algorithm) {
        return NativeDigest.of(algorithm).orElseGet(() -> ofJava(algorithm));
    }

    private static MessageDigest ofJava(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "this Java has no " + algorithm + ": use a complete Java runtime", e);
        }
    }
}
