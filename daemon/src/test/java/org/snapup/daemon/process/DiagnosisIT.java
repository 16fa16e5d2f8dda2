package org.snapup.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.DaemonClient;
import org.snapup.daemon.IpsWorld;
import org.snapup.daemon.health.OpenMetricsText;
import org.snapup.daemon.server.WireClient;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Diagnosis.Level;
import org.snapup.protocol.Packages;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** A real daemon tells how it is, over its socket and in its file. */
@Timeout(180)
class DiagnosisIT {
    private static final String KEY = "HUSHHUSHHUSH";

    @TempDir
    Path folder;

    @Test
    void shouldTellHowItIs() throws Exception {
        IpsWorld world = IpsWorld.onDirectories(folder).configure("uid:0");
        world.publish("hello", 2);
        Path file = folder.resolve("snapup.prom");
        Files.writeString(
                world.config(),
                "[metrics]\nfile = \"" + file + "\"\ninterval_seconds = 1\n# https://u:" + KEY + "@example.org/\n",
                StandardOpenOption.APPEND);
        try (DaemonProcess daemon = new DaemonProcess(world.config(), world.socket())) {
            assertThat(daemon.start(-1)).isTrue();
            DaemonClient client = new DaemonClient(world.socket());
            long job = client.submit(
                    Packages.IMAGE_UPDATE, new Packages.Request(null, null, null, null, null, null, null));
            client.awaitEnd(job);

            assertThat(check(world.socket()).findings())
                    .extracting(Finding::level)
                    .doesNotContain(Level.PROBLEM);
            assertThat(OpenMetricsText.parse(metrics(world.socket())))
                    .containsEntry("snapup_jobs_ended_total{method=ImageUpdate, outcome=done}", 1.0)
                    .containsEntry("snapup_reboot_pending{}", 1.0);
            assertThat(bundle(world.socket()))
                    .containsKeys("README", "findings.json", "snapupd.toml", "jobs/0000000001.jsonl")
                    .hasEntrySatisfying("log.txt", text -> assertThat(text).contains("job ended"))
                    .hasEntrySatisfying(
                            "jobs/0000000001.jsonl", text -> assertThat(text).contains("\"type\":\"Requested\""))
                    .allSatisfy((name, text) -> assertThat(text).doesNotContain(KEY));
            awaitUpdate(file);

            daemon.stop();
        }
        assertThat(file).doesNotExist();
    }

    private static void awaitUpdate(Path file) throws IOException {
        while (!Files.readString(file).contains("snapup_jobs_ended_total")) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(OpenMetricsText.parse(Files.readString(file))).containsKey("snapup_uptime_seconds{}");
    }

    private static Diagnosis.Checked check(Path socket) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(Diagnosis.CHECK, new Diagnosis.CheckRequest(), false)
                    .receive(Diagnosis.Checked.class);
        }
    }

    private static String metrics(Path socket) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(Diagnosis.METRICS, new Diagnosis.MetricsRequest(), false)
                    .receive(Diagnosis.Measured.class)
                    .text();
        }
    }

    private static Map<String, String> bundle(Path socket) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (WireClient client = new WireClient(socket)) {
            client.send(Diagnosis.BUNDLE, new Diagnosis.BundleRequest(), true);
            Reply reply;
            do {
                reply = client.receive();
                assertThat(reply.error()).isNull();
                Diagnosis.Bundled part =
                        RecordCodec.fromMap(Diagnosis.Bundled.class, reply.parameters(), RecordCodec.Unknown.REFUSE);
                files.merge(part.file(), part.text(), String::concat);
            } while (reply.continues());
        }
        return files;
    }
}
