package org.snapup.ips.repo.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.snapup.ips.IpsException;

class TargetStreamTest {
    private final IpsException ofSource = IpsException.notFound("can't copy from the source");

    @Test
    void shouldBlameTheTargetForAFullDisk() throws IOException {
        try (TargetStream stream = new TargetStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        })) {
            assertThatThrownBy(() -> stream.write(1)).isInstanceOf(IOException.class);

            assertThat(stream.cause(ofSource, "/target"))
                    .hasMessage(
                            "can't write to /target: java.io.IOException: No space left on device; check free space and"
                                    + " permissions");
        }
    }

    @Test
    void shouldBlameTheSourceForTheRest() throws IOException {
        try (TargetStream stream = new TargetStream(OutputStream.nullOutputStream())) {
            stream.write(new byte[] {1, 2});

            assertThat(stream.cause(ofSource, "/target")).isSameAs(ofSource);
        }
    }
}
