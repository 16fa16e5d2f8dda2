package org.snapup.client.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "caf\u00e9 \u4e16\u754c", "\ud83d\udce6 box", "back\\slash", "\u00a0"})
    void shouldLeaveHarmlessTextAlone(String text) {
        assertThat(Escape.line(text)).isSameAs(text);
    }

    @Test
    void shouldEscapeWhatMovesTheCursor() {
        assertThat(Escape.line("a\u001b[2Jb\rc\u0000d\u007fe\u009b1mf\n"))
                .isEqualTo("a\\u001b[2Jb\\u000dc\\u0000d\\u007fe\\u009b1mf\\u000a");
    }

    @Test
    void shouldEscapeWhatReordersLetters() {
        assertThat(Escape.line("\u202egnp\u2066x\u2028y\u200fz")).isEqualTo("\\u202egnp\\u2066x\\u2028y\\u200fz");
    }

    @Test
    void shouldEscapeHalvesOfCharacters() {
        assertThat(Escape.line("a\ud83d b\udce6")).isEqualTo("a\\ud83d b\\udce6");
    }

    @Test
    void shouldIndentFurtherLines() {
        assertThat(Escape.lines("one\nsnapup: \u001btwo\n", "  ")).isEqualTo("one\n  snapup: \\u001btwo\n  ");
    }

    @Test
    void shouldKeepJsonValid() {
        assertThat(JsonLine.of(Map.of("text", "\u009b\u001b\u202e\"\u00e9")))
                .isEqualToIgnoringCase("{\"text\":\"\\u009b\\u001b\\u202e\\\"\u00e9\"}\n");
    }
}
