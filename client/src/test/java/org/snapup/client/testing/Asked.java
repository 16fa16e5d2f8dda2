package org.snapup.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.snapup.protocol.Call;
import org.snapup.protocol.Json;
import org.snapup.protocol.Methods;
import org.snapup.protocol.RecordCodec;

/** What a call asks a daemon for. */
public final class Asked {
    private Asked() {}

    /**
     * Checks a call, and that a daemon would take it.
     *
     * @param method without {@code org.snapup.}
     * @param parameters as JSON
     */
    public static void assertAsks(Call call, String method, String parameters) throws IOException {
        assertThat(call.method()).isEqualTo("org.snapup." + method);
        assertThat(call.parameters()).isEqualTo(Json.parse(parameters.getBytes(StandardCharsets.UTF_8)));
        RecordCodec.fromMap(Methods.of(call.method()).parameters(), call.parameters(), RecordCodec.Unknown.REFUSE);
    }
}
