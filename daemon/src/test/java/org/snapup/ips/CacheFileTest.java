package org.snapup.ips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileTest {
    @TempDir
    private Path cache;

    @Test
    void shouldReplaceAFileAndLeaveNothingBeside() throws IOException {
        Path file = cache.resolve("a/b");
        for (String text : List.of("one", "another")) {
            CacheFile.write(cache, file, out -> out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
            assertEquals(text, Files.readString(file));
        }
        assertNothingUnfinished();
    }

    @Test
    void shouldLeaveNothingOfAContentThatFailed() throws IOException {
        Path file = cache.resolve("a/b");
        assertThrows(
                IpsException.class,
                () -> CacheFile.write(cache, file, out -> {
                    out.write(ByteBuffer.wrap(new byte[10]));
                    throw IpsException.corrupt("it is damaged");
                }));
        assertFalse(Files.exists(file));
        assertNothingUnfinished();
    }

    private void assertNothingUnfinished() throws IOException {
        try (Stream<Path> left = Files.list(cache.resolve(CacheFile.UNFINISHED))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
