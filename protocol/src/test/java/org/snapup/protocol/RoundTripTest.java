package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a message holds arrives as it was sent. */
final class RoundTripTest {
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void shouldBringEveryMessageBack(@ForAll("messages") Record message) throws IOException {
        Call call = Call.decode(Call.of("org.snapup.Jobs.List", message, true).encode());

        assertThat((Record) RecordCodec.fromMap(message.getClass(), call.parameters(), RecordCodec.Unknown.REFUSE))
                .isEqualTo(message);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldBringEveryReplyBack(@ForAll("messages") Record message, @ForAll boolean continues) throws IOException {
        Reply sent = continues ? Reply.continuing(message) : Reply.of(message);

        assertThat(Reply.decode(sent.encode())).isEqualTo(sent);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void shouldReadOrRefuseAnyBytes(@ForAll byte[] bytes) {
        try {
            Map<String, ?> read = Json.parse(bytes);
            assertThat(Json.parse(Json.write(read))).isEqualTo(read);
        } catch (IOException expected) {
            assertThat(expected).hasMessageNotContaining("StackOverflow");
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void shouldReadOrRefuseADamagedCall(@ForAll("messages") Record message, @ForAll int at, @ForAll byte damage) {
        byte[] bytes = Call.of("org.snapup.Jobs.List", message, true).encode();
        bytes[Math.floorMod(at, bytes.length)] = damage;
        try {
            Call call = Call.decode(bytes);
            RecordCodec.fromMap(message.getClass(), call.parameters(), RecordCodec.Unknown.REFUSE);
        } catch (IOException | SnapupException expected) {
            assertThat(expected).hasMessageNotContaining("StackOverflow");
        }
    }

    @Provide
    Arbitrary<Record> messages() {
        List<Class<? extends Record>> types = Samples.all().values().stream()
                .<Class<? extends Record>>map(Record::getClass)
                .distinct()
                .toList();
        return Arbitraries.of(types).flatMap(RecordArbitrary::of);
    }
}
