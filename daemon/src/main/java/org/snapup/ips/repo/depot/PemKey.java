package org.snapup.ips.repo.depot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snapup.ips.IpsException;

/** A private key in a PEM file: {@code PRIVATE KEY} (PKCS #8), or {@code RSA PRIVATE KEY} (PKCS #1). */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /** The beginning of a PKCS #8 key that is an RSA key, between its length and the PKCS #1 key. */
    private static final byte[] RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private PemKey() {}

    /**
     * Reads it.
     *
     * @throws IpsException IO, BAD_INPUT where there is no such key in the file, or an encrypted one
     */
    static PrivateKey read(Path file) {
        String text = new String(TlsFiles.read(file, "client's key"), StandardCharsets.ISO_8859_1);
        Matcher block = BLOCK.matcher(text);
        if (block.find()) {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            byte[] wrapped = block.group(1).startsWith("RSA") ? element(0x30, join(RSA, element(0x04, der))) : der;
            for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(wrapped));
                } catch (GeneralSecurityException e) {
                    // of another algorithm
                }
            }
        }
        throw IpsException.badInput("the client's key " + file + " can't be used: it has to be a key without a"
                + " password in a PEM file; make one of it with: openssl pkcs8 -topk8 -nocrypt -in " + file);
    }

    private static byte[] element(int tag, byte[] content) {
        byte[] head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : content.length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) content.length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return join(head, content);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
