package org.snapup.client.be;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.Running;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.Exported;
import org.snapup.protocol.BootEnvironments.UploadRequest;
import org.snapup.protocol.BootEnvironments.Uploaded;
import org.snapup.protocol.Call;
import org.snapup.protocol.RecordCodec;

/** BEs as streams through bectl, in and out. */
@ExtendWith(FakeDaemons.class)
class BectlStreamsTest {
    private static final String TRANSFER = "0123456789abcdef0123456789abcdef";

    private final FakeDaemon daemon;

    BectlStreamsTest(FakeDaemon daemon) {
        this.daemon = daemon;
        TwoBes.behind(daemon);
    }

    @Test
    void shouldExportWhatTheDaemonSends() {
        byte[] bytes = {0, 1, (byte) 0xFF, '\n', 0};
        daemon.on(BootEnvironments.EXPORT, (call, talk) -> {
            talk.continuing(new Exported(Base64.getEncoder().encodeToString(bytes)));
            talk.reply(new Exported(""));
        });

        Running run = Running.as("bectl", daemon, "", "export", "be");

        assertThat(run.status()).isZero();
        assertThat(run.out().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThanOrEqualTo(bytes.length);
        assertThat(daemon.calls())
                .extracting(Call::method)
                .containsExactly(BootEnvironments.SNAPSHOT, BootEnvironments.EXPORT, BootEnvironments.DESTROY);
        String snapshot = String.valueOf(daemon.calls().get(0).parameters().get("snapshot"));
        assertThat(daemon.calls().get(1).parameters()).containsEntry("name", "be@" + snapshot);
        assertThat(daemon.calls().get(2).parameters()).containsEntry("name", "be@" + snapshot);
    }

    @Test
    void shouldFailWhenTheStreamBreaksOff() {
        daemon.on(BootEnvironments.EXPORT, (call, talk) -> {
            talk.continuing(new Exported("AAEC"));
            talk.hangUp();
        });

        Running run = Running.as("bectl", daemon, "", "export", "be@s");

        assertThat(run.status()).isEqualTo(19);
        assertThat(run.err()).contains("before the stream's end");
    }

    @Test
    void shouldSendAStreamInPartsAndThenImportIt() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        daemon.on(BootEnvironments.UPLOAD, (call, talk) -> {
            UploadRequest part =
                    RecordCodec.fromMap(UploadRequest.class, call.parameters(), RecordCodec.Unknown.REFUSE);
            assertThat(part.offset()).isEqualTo(sent.size());
            sent.writeBytes(Base64.getDecoder().decode(part.data()));
            talk.reply(new Uploaded(TRANSFER, sent.size()));
        });
        String stream = "\u0000\u00ff".repeat(300_000);

        Running run = Running.as("bectl", daemon, stream, "import", "a");

        assertThat(run).isEqualTo(new Running(0, "", ""));
        assertThat(sent.toString(StandardCharsets.ISO_8859_1)).isEqualTo(stream);
        assertThat(daemon.calls()).hasSize(3);
        assertThat(daemon.calls().get(2).parameters()).containsEntry("transfer", TRANSFER);
    }
}
