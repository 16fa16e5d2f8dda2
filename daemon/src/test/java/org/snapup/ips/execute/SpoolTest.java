package org.snapup.ips.execute;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.ParallelWork;

class SpoolTest {
    private static final int LARGE = 200_000;

    @TempDir
    private Path folder;

    private Path cache;
    private int files;

    @BeforeEach
    void makeCache() {
        cache = folder.resolve("cache");
    }

    @Test
    void shouldGiveBackWhatSeveralThreadsPutIn() throws IOException {
        List<byte[]> contents = IntStream.range(0, 300)
                .mapToObj(i -> random(i, i % 50 == 0 ? LARGE : i * 37 % 5000))
                .toList();
        try (Spool spool = Spool.open(cache)) {
            ParallelWork.run(
                    4,
                    IntStream.range(0, contents.size()).boxed().toList(),
                    () -> i -> put(spool, "hash" + i, contents.get(i), contents.get(i).length),
                    begun -> {});
            for (int i = 0; i < contents.size(); i++) {
                assertArrayEquals(contents.get(i), take(spool, "hash" + i));
            }
        }
    }

    @Test
    void shouldLeaveNothingBehindInTheFolder() throws IOException {
        try (Spool spool = Spool.open(cache)) {
            put(spool, "hash", random(1, LARGE), LARGE);
            try (Stream<Path> left = Files.list(cache)) {
                assertEquals(List.of(), left.toList(), "a kill -9 would leave it there");
            }
        }
    }

    @Test
    void shouldNotKeepWhatIsLongerThanAnnouncedNorHarmItsNeighbour() throws IOException {
        try (Spool spool = Spool.open(cache)) {
            Spool.Sink tooLong = requireNonNull(spool.put("long", 100));
            byte[] neighbour = random(2, LARGE);
            put(spool, "neighbour", neighbour, LARGE);
            tooLong.write(ByteBuffer.wrap(random(3, LARGE)));
            tooLong.complete();
            assertFalse(has(spool, "long"));
            assertArrayEquals(neighbour, take(spool, "neighbour"));
        }
    }

    @Test
    void shouldNotKeepWhatIsShorterOrUnfinished() throws IOException {
        try (Spool spool = Spool.open(cache)) {
            put(spool, "short", random(1, 10), 11);
            requireNonNull(spool.put("unfinished", 10)).write(ByteBuffer.wrap(random(1, 10)));
            assertFalse(has(spool, "short"));
            assertFalse(has(spool, "unfinished"));
        }
    }

    @Test
    void shouldKeepAnEmptyContent() throws IOException {
        try (Spool spool = Spool.open(cache)) {
            put(spool, "empty", new byte[0], 0);
            assertArrayEquals(new byte[0], take(spool, "empty"));
        }
    }

    @Test
    void shouldTakeNothingWithoutRoom() throws IOException {
        try (Spool spool = Spool.open(cache)) {
            assertNull(spool.put("huge", Long.MAX_VALUE / 2));
        }
        Files.writeString(folder.resolve("file"), "in the way");
        try (Spool nowhere = Spool.open(folder.resolve("file"))) {
            assertNull(nowhere.put("hash", 1));
            assertFalse(has(nowhere, "hash"));
        }
    }

    private static void put(Spool spool, String hash, byte[] content, long announced) {
        Spool.Sink sink = requireNonNull(spool.put(hash, announced));
        sink.write(ByteBuffer.wrap(content));
        sink.complete();
    }

    private boolean has(Spool spool, String hash) throws IOException {
        return write(spool, hash, folder.resolve("probe-" + files++));
    }

    private byte[] take(Spool spool, String hash) throws IOException {
        Path file = folder.resolve("taken-" + files++);
        assertTrue(write(spool, hash, file));
        return Files.readAllBytes(file);
    }

    private boolean write(Spool spool, String hash, Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            return spool.take(hash, out, ByteBuffer.allocateDirect(4096));
        }
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
