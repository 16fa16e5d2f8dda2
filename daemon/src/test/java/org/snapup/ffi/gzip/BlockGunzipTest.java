package org.snapup.ffi.gzip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snapup.testing.Requires;

class BlockGunzipTest {
    private static final int ROOM = 300_000;

    private final Random random = new Random(7);
    private final BlockGunzip gunzip = libdeflate();
    private final ByteBuffer content = ByteBuffer.allocateDirect(ROOM);

    @AfterEach
    void close() {
        gunzip.close();
    }

    @Test
    void shouldUnpackWhatJavaPacked() throws IOException {
        for (int length = 0; length < ROOM; length = length * 2 + random.nextInt(3)) {
            byte[] original = new byte[length];
            random.nextBytes(original);
            Arrays.fill(original, length / 2, length, (byte) 'x');
            content.clear();
            ByteBuffer stored = direct(gzip(original));
            assertTrue(gunzip.unpack(stored, content), length + " bytes");
            assertEquals(0, stored.position());
            assertEquals(length, content.position());
            byte[] found = new byte[length];
            content.flip().get(found);
            assertArrayEquals(original, found);
        }
    }

    @Test
    void shouldFitExactly() throws IOException {
        byte[] original = new byte[1000];
        assertTrue(gunzip.unpack(
                direct(gzip(original)), content.clear().position(500).limit(1500)));
        assertEquals(1500, content.position());
        assertFalse(gunzip.unpack(direct(gzip(original)), content.clear().limit(999)));
    }

    @Test
    void shouldRefuseWhateverIsDamagedOrUnpackItAllTheSame() throws IOException {
        byte[] original = new byte[2000];
        random.nextBytes(original);
        byte[] good = gzip(original);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            // Some bits have no meaning: the time, and those that fill up a byte.
            if (gunzip.unpack(direct(bad), content.clear())) {
                byte[] found = new byte[content.position()];
                content.flip().get(found);
                assertArrayEquals(original, found, "byte " + at);
            }
            assertFalse(gunzip.unpack(direct(Arrays.copyOf(good, at)), content.clear()), at + " bytes");
        }
    }

    @Test
    void shouldRefuseWhatHasMoreBehindIt() throws IOException {
        byte[] member = gzip(new byte[10]);
        ByteBuffer two = ByteBuffer.allocateDirect(3 * member.length);
        two.put(member).put(gzip(new byte[11])).flip();
        assertFalse(gunzip.unpack(two, content));
        assertFalse(gunzip.unpack(two.clear().put(member).put(new byte[8]).flip(), content.clear()));
    }

    @Test
    void shouldNotBeUsedWhenClosed() throws IOException {
        ByteBuffer stored = direct(gzip(new byte[10]));
        gunzip.close();
        gunzip.close();
        assertThrows(IllegalStateException.class, () -> gunzip.unpack(stored, content));
    }

    private static BlockGunzip libdeflate() {
        Optional<BlockGunzip> found = BlockGunzip.open();
        Requires.require(found.isPresent(), "needs libdeflate, Debian's libdeflate0");
        return found.orElseThrow();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
