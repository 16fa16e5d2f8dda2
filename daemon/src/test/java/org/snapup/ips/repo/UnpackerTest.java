package org.snapup.ips.repo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snapup.ips.Digests;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;

class UnpackerTest {
    private static final byte[] LARGE = random(1_300_000);
    private static final byte[] SMALL = "hello\n".getBytes(StandardCharsets.UTF_8);

    /** Bytes of a header without name, comment or extra field; of checksum and length. */
    private static final int HEADER = 10;

    private static final int TRAILER = 8;

    private final Unpacker unpacker = make();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Unpacker make() {
        return new Unpacker();
    }

    @AfterEach
    void close() {
        unpacker.close();
    }

    @Test
    void shouldUnpackOneAfterTheOtherWhateverBecameOfTheLast() throws IOException {
        byte[] damaged = gzip(LARGE);
        damaged[damaged.length / 2] ^= 1;
        for (byte[] content : new byte[][] {LARGE, SMALL, new byte[0], new byte[70_000]}) {
            assertNotNull(unpack(damaged, LARGE));
            assertNull(unpack(gzip(content), content));
            assertArrayEquals(content, out.toByteArray());
        }
    }

    @Test
    void shouldUnpackWhatComesByteByByte() throws IOException {
        InputStream slow = new ByteArrayInputStream(gzip(LARGE)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(1, length));
            }
        };
        assertNull(unpacker.unpack(Channels.newChannel(slow), action(LARGE), Channels.newChannel(out)));
        assertArrayEquals(LARGE, out.toByteArray());
    }

    @Test
    void shouldSkipWhatAHeaderMayHave() throws IOException {
        byte[] plain = gzip(SMALL);
        byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'w', 'o', 'r', 'd', 0, 0x12, 0x34};
        byte[] header = Arrays.copyOf(plain, HEADER);
        header[3] = 0b11110;
        assertNull(unpack(concat(header, fields, Arrays.copyOfRange(plain, HEADER, plain.length)), SMALL));
        assertArrayEquals(SMALL, out.toByteArray());
    }

    @Test
    void shouldUnpackSeveralMembersAsOne() throws IOException {
        byte[] both = concat(SMALL, LARGE);
        assertNull(unpack(concat(gzip(SMALL), gzip(LARGE)), both));
        assertArrayEquals(both, out.toByteArray());
    }

    @Test
    void shouldLeaveALittleOverButNotMuch() throws IOException {
        assertNull(unpack(concat(gzip(SMALL), new byte[500]), SMALL));
        assertNull(unpack(concat(gzip(SMALL), new byte[] {0x1f}), SMALL));
        assertEquals("much follows the end of its gzip data", unpack(concat(gzip(SMALL), new byte[200_000]), SMALL));
    }

    @Test
    void shouldSayWhatIsWrongWithTheFormat() throws IOException {
        byte[] good = gzip(SMALL);
        assertBroken("it is not in GZIP format", changed(good, 0));
        assertBroken("it is compressed by an unknown method", changed(good, 2));
        byte[] flags = good.clone();
        flags[3] = (byte) 0x80;
        assertBroken("its header has unknown flags", flags);
        assertBroken("its checksum is wrong", changed(good, good.length - TRAILER));
        assertBroken("its length is wrong", changed(good, good.length - 1));
        for (int length = 0; length < good.length; length++) {
            assertBroken("it ends too early", Arrays.copyOf(good, length));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheContent() throws IOException {
        byte[] other = "hallo\n".getBytes(StandardCharsets.UTF_8);
        assertTrue(String.valueOf(unpack(gzip(other), SMALL)).startsWith("its hash is "));
        assertEquals("it has 6 bytes instead of 1300000", unpack(gzip(SMALL), LARGE));
        assertEquals("it is longer than 6 bytes, its pkg.size", unpack(gzip(LARGE), SMALL));
    }

    @Test
    void shouldTakeWhatIsStoredAsItWasPublishedForItsContent() throws IOException {
        byte[] stored = gzip(SMALL);
        assertNull(unpack(stored, published("sha512t_256", LARGE, stored)));
        assertArrayEquals(SMALL, out.toByteArray());
        assertNull(unpack(gzip(SMALL), published("sha512t_256", SMALL, gzip(LARGE))), "packed anew");
        assertArrayEquals(SMALL, out.toByteArray());
        assertWrongHash(unpack(concat(stored, new byte[1]), published("sha512t_256", LARGE, stored)));
    }

    @Test
    void shouldHashContentOfWhichOnlyTheStoredFormHasAWeakerHash() throws IOException {
        byte[] stored = gzip(SMALL);
        Attributes attributes = Attributes.of("path", "a", "pkg.content-hash", contentHash("file", "sha256", LARGE))
                .with("chash", List.of(Digests.hex(Digests.sha1().digest(stored))));
        assertWrongHash(unpack(stored, Action.of(ActionKind.FILE, hash(SMALL), attributes)));
    }

    @Test
    void shouldLookAtTheLengthOfWhatIsStoredAsItWasPublished() throws IOException {
        byte[] stored = gzip(SMALL);
        Action action = published("sha256", SMALL, stored).with("pkg.size", "7");
        assertEquals("it has 6 bytes instead of 7", unpack(stored, action));
    }

    private static void assertWrongHash(@Nullable String problem) {
        assertTrue(String.valueOf(problem).startsWith("its hash is "), problem);
    }

    private static Action published(String algorithm, byte[] content, byte[] stored) {
        return Action.of(
                ActionKind.FILE,
                hash(SMALL),
                Attributes.of("path", "a")
                        .with(
                                "pkg.content-hash",
                                List.of(
                                        contentHash("file", algorithm, content),
                                        contentHash("gzip", algorithm, stored))));
    }

    private static String contentHash(String form, String algorithm, byte[] bytes) {
        byte[] digest = Digests.named(algorithm).orElseThrow().digest(bytes);
        return form + ":" + algorithm + ":" + Digests.hex(digest);
    }

    private static String hash(byte[] content) {
        return Digests.hex(Digests.sha1().digest(content));
    }

    private void assertBroken(String how, byte[] stored) throws IOException {
        assertEquals("its gzip data is broken (" + how + ")", unpack(stored, SMALL));
    }

    private @Nullable String unpack(byte[] stored, byte[] content) throws IOException {
        return unpack(stored, action(content));
    }

    private @Nullable String unpack(byte[] stored, Action action) throws IOException {
        out.reset();
        return unpacker.unpack(Channels.newChannel(new ByteArrayInputStream(stored)), action, Channels.newChannel(out));
    }

    private static Action action(byte[] content) {
        return Action.of(ActionKind.FILE, hash(content), Attributes.of("path", "a", "pkg.size", "" + content.length));
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
