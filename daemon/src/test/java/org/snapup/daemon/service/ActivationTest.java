package org.snapup.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snapup.protocol.SnapupException;

final class ActivationTest {
    @Test
    void shouldTakeTheOneSocketThatIsMeantForThisProcess() {
        assertThat(Activation.descriptor(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "1"), 12))
                .hasValue(3);
        assertThat(Activation.descriptor(Map.of("LISTEN_PID", "13", "LISTEN_FDS", "1"), 12))
                .isEmpty();
        assertThat(Activation.descriptor(Map.of("LISTEN_FDS", "1"), 12)).isEmpty();
        assertThat(Activation.descriptor(Map.of(), 12)).isEmpty();
    }

    @Test
    void shouldRefuseMoreThanOne() {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> Activation.descriptor(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "2"), 12))
                .withMessageContaining("handed over 2 sockets");
    }
}
