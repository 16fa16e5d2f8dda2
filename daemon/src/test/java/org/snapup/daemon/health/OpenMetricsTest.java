package org.snapup.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMetricsTest {
    @Test
    void shouldWriteWhatAStrictReaderTakes() {
        String text = new OpenMetrics()
                .gauge("a_bytes", "bytes", "Some \"bytes\"\nor \\ so.")
                .sample("a_bytes", Map.of("path", "C:\\x\n\"y\""), 1.5)
                .counter("b", "Things.")
                .sample("b_total", Map.of("z", "1", "a", "2"), 1e9)
                .end();

        assertThat(OpenMetricsText.parse(text))
                .isEqualTo(Map.of("a_bytes{path=C:\\\\x\\n\\\"y\\\"}", 1.5, "b_total{a=2, z=1}", 1e9));
        assertThat(text).startsWith("# TYPE a_bytes gauge\n# UNIT a_bytes bytes\n# HELP a_bytes ");
        assertThat(text).contains("b_total{a=\"2\",z=\"1\"} 1000000000\n");
    }

    @Test
    void shouldRefuseANameWithoutItsUnit() {
        assertThatThrownBy(() -> new OpenMetrics().gauge("a", "bytes", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The reader is strict, or the tests that use it would show nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE a gauge\na 1\n",
                "# TYPE a gauge\na 1\n# EOF",
                "a 1\n# EOF\n",
                "# TYPE a gauge\nb 1\n# EOF\n",
                "# TYPE a counter\na 1\n# EOF\n",
                "# TYPE a counter\na_total -1\n# EOF\n",
                "# TYPE a gauge\n# UNIT a bytes\na 1\n# EOF\n",
                "# TYPE a gauge\na 1\na 2\n# EOF\n",
                "# TYPE a gauge\na{x=1} 1\n# EOF\n",
                "# TYPE a gauge\na  1\n# EOF\n",
                "# TYPE a gauge\n\na 1\n# EOF\n",
                "# HELP a x\n# TYPE a gauge\na 1\n# EOF\n",
                "# TYPE a gauge\na 1\n# HELP a x\n# EOF\n",
                "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\n# EOF\n",
                "# TYPE a histogram\na_bucket{le=\"1.0\"} 2\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1\n# EOF\n",
                "# TYPE a histogram\na_bucket{le=\"1.0\"} 1\na_count 1\na_sum 1\n# EOF\n",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 2\na_count 1\na_sum 1\n# EOF\n",
            })
    void shouldHaveAStrictReader(String text) {
        assertThatThrownBy(() -> OpenMetricsText.parse(text)).isInstanceOf(AssertionError.class);
    }
}
