package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeStreamTest {
    private static final byte[] TEXT = "all that there is".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 16, 17, 18, 40})
    void shouldReadAllWhateverTheStreamSaysThereIs(int available) throws IOException {
        for (int limit : new int[] {0, 1, 5, 16, 17, 18, 100}) {
            ByteArrayInputStream in = new ByteArrayInputStream(TEXT) {
                @Override
                public synchronized int available() {
                    return available;
                }
            };

            byte[] read = WholeStream.read(in, limit);

            assertThat(read).isEqualTo(Arrays.copyOf(TEXT, Math.min(limit, TEXT.length)));
        }
    }
}
