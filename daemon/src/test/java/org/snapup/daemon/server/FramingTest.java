package org.snapup.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FramingTest {
    @Property(tries = 500)
    void shouldCutTheSameMessagesHoweverTheBytesArrive(
            @ForAll @Size(max = 20) List<@IntRange(max = 3000) Integer> lengths,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 5000) Integer> pieces)
            throws IOException {
        StringBuilder sent = new StringBuilder();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            String message = Character.toString('a' + i).repeat(lengths.get(i));
            messages.add(message);
            sent.append(message).append('\0');
        }
        byte[] bytes = sent.toString().getBytes(StandardCharsets.US_ASCII);

        Framing framing = new Framing(3000);
        List<String> cut = new ArrayList<>();
        for (int at = 0, i = 0; at < bytes.length; i++) {
            int length = Math.min(pieces.get(i % pieces.size()), bytes.length - at);
            framing.append(Unpooled.wrappedBuffer(bytes, at, length));
            at += length;
            if (i % 2 == 0) {
                takeAll(framing, cut);
            }
        }
        takeAll(framing, cut);

        assertThat(cut).isEqualTo(messages);
        assertThat(framing.isInside()).isFalse();
    }

    @Test
    void shouldRefuseALongMessageBeforeItsEnd() {
        Framing framing = new Framing(10);
        framing.append(Unpooled.wrappedBuffer(new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));

        assertThatIOException().isThrownBy(framing::next).withMessageContaining("longer than 10");
    }

    @Test
    void shouldTakeTheLongestMessage() throws IOException {
        Framing framing = new Framing(3);
        framing.append(Unpooled.wrappedBuffer(new byte[] {1, 1, 1, 0, 2}));

        assertThat(framing.next()).containsExactly(1, 1, 1);
        assertThat(framing.next()).isNull();
        assertThat(framing.isInside()).isTrue();
    }

    private static void takeAll(Framing framing, List<String> cut) throws IOException {
        for (byte[] message = framing.next(); message != null; message = framing.next()) {
            cut.add(new String(message, StandardCharsets.US_ASCII));
        }
    }
}
