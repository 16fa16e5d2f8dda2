package org.snapup.ffi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.testing.Requires;

class NativeDigestTest {
    private static final int LONGEST = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA-512/256"})
    void shouldAgreeWithJavas(String algorithm) throws GeneralSecurityException {
        MessageDigest ours = libcryptos(algorithm);
        MessageDigest javas = MessageDigest.getInstance(algorithm);
        assertEquals(javas.getDigestLength(), ours.getDigestLength());
        Random random = new Random(algorithm.hashCode());
        for (int length = 0; length < LONGEST; length = length * 2 + random.nextInt(3)) {
            byte[] content = new byte[length];
            random.nextBytes(content);
            byte[] expected = javas.digest(content);
            assertArrayEquals(expected, ours.digest(content), length + " bytes at once");
            int cut = random.nextInt(length + 1);
            ours.update(content, 0, cut);
            ByteBuffer rest = ByteBuffer.allocateDirect(length - cut).put(content, cut, length - cut);
            ours.update(rest.flip());
            assertFalse(rest.hasRemaining());
            assertArrayEquals(expected, ours.digest(), length + " bytes in two parts, one in a direct buffer");
            ours.update(ByteBuffer.wrap(content).asReadOnlyBuffer());
            assertArrayEquals(expected, ours.digest(), length + " bytes in a buffer without an array");
            for (byte each : content) {
                if (length < 100) {
                    ours.update(each);
                }
            }
            assertArrayEquals(length < 100 ? expected : javas.digest(), ours.digest());
        }
    }

    @Test
    void shouldBeginAnewAfterReset() {
        MessageDigest digest = libcryptos("SHA-256");
        byte[] empty = digest.digest();
        digest.update(new byte[100]);
        digest.reset();
        assertArrayEquals(empty, digest.digest());
    }

    @Test
    void shouldNotKnowOthers() {
        assertTrue(NativeDigest.of("MD5").isEmpty());
    }

    private static MessageDigest libcryptos(String algorithm) {
        Requires.require(NativeDigest.of(algorithm).isPresent(), "needs libcrypto");
        return NativeDigest.of(algorithm).orElseThrow();
    }
}
