package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallTest {
    @Test
    void shouldReadEveryFlag() throws IOException {
        Call call = decode("{\"method\":\"org.snapup.Jobs.List\",\"parameters\":{\"all\":true},\"more\":true,"
                + "\"oneway\":true,\"upgrade\":true}");

        assertThat(call).isEqualTo(new Call("org.snapup.Jobs.List", Map.of("all", true), true, true, true));
        assertThat(call.interfaceName()).isEqualTo("org.snapup.Jobs");
    }

    @Test
    void shouldTakeNullForAnAbsentFlag() throws IOException {
        assertThat(decode("{\"method\":\"a.b.C\",\"parameters\":null,\"more\":null}"))
                .isEqualTo(new Call("a.b.C", Map.of(), false, false, false));
    }

    @Test
    void shouldPassOverVendorExtensions() throws IOException {
        assertThat(decode("{\"method\":\"a.b.C\",\"com.example.trace\":{\"id\":1}}")
                        .method())
                .isEqualTo("a.b.C");
    }

    @Test
    void shouldLeaveOutWhatIsFalse() {
        assertThat(new String(new Call("a.b.C", Map.of(), false, false, false).encode(), StandardCharsets.UTF_8))
                .isEqualTo("{\"method\":\"a.b.C\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"method\":null}",
                "{\"method\":1}",
                "{\"method\":\"a.b.C\",\"parameters\":[]}",
                "{\"method\":\"a.b.C\",\"more\":1}",
                "{\"method\":\"a.b.C\",\"oneway\":\"true\"}",
                "{\"method\":\"a.b.C\",\"mroe\":true}",
                "{\"method\":\"a.b.C\",\"more\":true,\"more\":false}"
            })
    void shouldRefuseWhatIsNoCall(String text) {
        assertThatIOException().isThrownBy(() -> decode(text));
    }

    @Test
    void shouldRefuseAHugeCall() {
        String name = "x".repeat(Json.MAX_CALL_BYTES);
        assertThatIOException()
                .isThrownBy(() -> decode("{\"method\":\"a.b.C\",\"parameters\":{\"a\":\"" + name + "\"}}"))
                .withMessageContaining("longer than");
    }

    private static Call decode(String text) throws IOException {
        return Call.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
