package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldBringEveryErrorBack(ErrorCode code) throws IOException {
        SnapupException thrown = new SnapupException(code, "be-1", "could not do it to be-1", null);

        SnapupException read = Reply.decode(Reply.of(thrown).encode()).toException();

        assertThat(read.code()).isEqualTo(code);
        if (!code.varlinkName().startsWith(Interfaces.SERVICE)) {
            assertThat(read).hasMessage("could not do it to be-1");
            assertThat(read.subject()).isEqualTo("be-1");
        }
    }

    @Test
    void shouldTakeAnErrorOfANewerDaemon() throws IOException {
        Reply reply = Reply.decode(bytes("{\"error\":\"org.snapup.Jobs.Later\",\"parameters\":{\"message\":\"m\"}}"));

        assertThat(reply.toException().code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(reply.toException()).hasMessage("m");
    }

    @Test
    void shouldPassOverKeysOfANewerDaemon() throws IOException {
        assertThat(Reply.decode(bytes("{\"parameters\":{\"a\":1},\"later\":1}")))
                .isEqualTo(new Reply(Map.of("a", 1L), false, null));
    }

    @Test
    void shouldSayThatMoreFollows() {
        assertThat(new String(Reply.continuing(new Jobs.Cancelled(true)).encode(), StandardCharsets.UTF_8))
                .isEqualTo("{\"parameters\":{\"detached\":true},\"continues\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"continues\":1}", "{\"error\":1}", "{\"parameters\":[]}"})
    void shouldRefuseWhatIsNoReply(String text) {
        assertThatIOException().isThrownBy(() -> Reply.decode(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
