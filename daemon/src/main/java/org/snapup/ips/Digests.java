package org.snapup.ips;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.snapup.ffi.crypto.NativeDigest;

/** Message digests as IPS names them. */
public final class Digests {
    private Digests() {}

    public static MessageDigest sha1() {
        return get("SHA-1");
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** A digest by its name in {@code pkg.content-hash}: sha256, sha384, sha512, sha512t_256, sha3_256 ... */
    public static Optional<MessageDigest> named(String name) {
        return switch (name) {
            case "sha1" -> Optional.of(sha1());
            case "sha256" -> Optional.of(get("SHA-256"));
            case "sha384" -> Optional.of(get("SHA-384"));
            case "sha512" -> Optional.of(get("SHA-512"));
            case "sha512t_256" -> Optional.of(get("SHA-512/256"));
            case "sha3_256" -> Optional.of(get("SHA3-256"));
            case "sha3_384" -> Optional.of(get("SHA3-384"));
            case "sha3_512" -> Optional.of(get("SHA3-512"));
            default -> Optional.empty();
        };
    }

    /** Same digest, compared in constant time. */
    public static boolean same(byte[] digest, String hex) {
        return MessageDigest.isEqual(
                hex(digest).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                hex.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
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
