package org.snapup.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogTextTest {
    @ParameterizedTest
    @CsvSource({
        "caf\u00e9 \ud83d\ude00, caf\u00e9 \ud83d\ude00",
        "'a\nb', 'a\\u000ab'",
        "'\u001b[31m', '\\u001b[31m'",
        "'\u009b', '\\u009b'",
        "'\u202eabc', '\\u202eabc'",
        "'\u2028', '\\u2028'",
        "'\ud800', '\\ud800'",
        "'\udb40\udc01', '\\U000e0001'"
    })
    void shouldEscapeWhatATerminalWouldObey(String text, String escaped) {
        assertThat(LogText.escape(text)).isEqualTo(escaped);
    }

    @Test
    void shouldCutLongText() {
        assertThat(LogText.escape("x".repeat(100_000))).hasSize(403).endsWith("x...");
    }

    @Test
    void shouldLetSoManyLinesThroughInAPeriod() {
        AtomicLong nanos = new AtomicLong();
        LogLimit limit = new LogLimit(2, Duration.ofSeconds(1), nanos::get);

        assertThat(limit.permit()).hasValue(0);
        assertThat(limit.permit()).hasValue(0);
        assertThat(limit.permit()).isEqualTo(OptionalLong.empty());
        assertThat(limit.permit()).isEmpty();

        nanos.set(Duration.ofSeconds(1).toNanos());
        assertThat(limit.permit()).hasValue(2);
        assertThat(limit.permit()).hasValue(0);
    }
}
