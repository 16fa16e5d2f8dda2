package org.snapup.client.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class HeadStartTest {
    @Test
    void comesToItsEnd() {
        assertThatCode(HeadStart::prepare).doesNotThrowAnyException();
    }
}
