package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "1",
                "{",
                "{}{}",
                "{} x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1e999}",
                "{\"a\":01}",
                "{\"a\":9223372036854775808}",
                "{\"a\":-9223372036854775809}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"\\ud800\":1}",
                "{\"a\":\"\\x\"}",
                "// comment\n{}",
                "\ufeff{}"
            })
    void shouldRefuseWhatIsNotOneObject(String text) {
        assertThatIOException()
                .isThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // never a byte of UTF-8
                "80", // a continuation without a beginning
                "c3", // a beginning without a continuation
                "c080", // NUL in two bytes
                "e08080", // NUL in three
                "eda080", // half a surrogate pair
                "f4908080", // beyond Unicode
                "f8888080", // five bytes
            })
    void shouldRefuseInvalidUtf8(String hex) {
        byte[] bad = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("{\"a\":\"".getBytes(StandardCharsets.UTF_8))
                        + hex
                        + HexFormat.of().formatHex("\"}".getBytes(StandardCharsets.UTF_8)));

        assertThatIOException().isThrownBy(() -> Json.parse(bad)).withMessage("text that is not UTF-8");
    }

    @Test
    void shouldRefuseOtherEncodings() {
        assertThatIOException().isThrownBy(() -> Json.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)));
        assertThatIOException().isThrownBy(() -> Json.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void shouldRefuseDeepMessages() throws IOException {
        assertThat(Json.parse(nested(31))).hasSize(1);
        assertThatIOException().isThrownBy(() -> Json.parse(nested(33)));
        assertThatIOException().isThrownBy(() -> Json.parse(nested(200_000)));
    }

    @Test
    void shouldRefuseLongNamesAndNumbers() {
        String name = "n".repeat(2000);
        assertThatIOException().isThrownBy(() -> Json.parse(bytes("{\"" + name + "\":1}")));
        assertThatIOException().isThrownBy(() -> Json.parse(bytes("{\"a\":" + "1".repeat(2000) + "}")));
        assertThatIOException().isThrownBy(() -> Json.parse(bytes("{\"a\":0." + "1".repeat(2000) + "}")));
    }

    @Test
    void shouldRefuseAHugeMessage() {
        byte[] huge = new byte[Json.MAX_REPLY_BYTES + 1];
        assertThatIOException().isThrownBy(() -> Json.parse(huge)).withMessageContaining("longer than");
    }

    @Test
    void shouldReadEveryKindOfValue() throws IOException {
        Map<String, ?> read = Json.parse(bytes(
                "{\"s\":\"\\u00e9\\ud83d\\ude00\",\"l\":-5,\"d\":1.5,\"t\":true,\"n\":null,\"a\":[1,[]],\"o\":{}}"));

        assertThat(read.get("s")).isEqualTo("\u00e9\ud83d\ude00");
        assertThat(read.get("l")).isEqualTo(-5L);
        assertThat(read.get("d")).isEqualTo(1.5);
        assertThat(read.get("t")).isEqualTo(true);
        assertThat(read).containsKey("n");
        assertThat(read.get("n")).isNull();
        assertThat(read.get("a")).isEqualTo(List.of(1L, List.of()));
        assertThat(read.get("o")).isEqualTo(Map.of());
    }

    @Test
    void shouldReadAPartOfABuffer() throws IOException {
        assertThat(Json.parse(bytes("xx{\"a\":1}yy"), 2, 7)).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void shouldWriteHalfAPairAsTheReplacementCharacter() throws IOException {
        byte[] written = Json.write(Map.of("a\ud800", "x\udc00y\ud83d\ude00"));

        assertThat(Json.parse(written)).isEqualTo(Map.of("a\ufffd", "x\ufffdy\ud83d\ude00"));
    }

    @Test
    void shouldWriteNoNulByte() {
        assertThat(Json.write(Map.of("a\0", "b\0"))).doesNotContain((byte) 0);
    }

    private static byte[] nested(int depth) {
        return bytes("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
