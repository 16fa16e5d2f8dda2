package org.snapup.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Json;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Reply;
import org.snapup.protocol.Service;

/** Whatever one client does, it costs little and the others are served; over both transports. */
@ParameterizedClass
@MethodSource("org.snapup.daemon.server.TestServer#transports")
@Timeout(120)
final class HostileClientsIT {
    private static final Packages.Request UPDATE = new Packages.Request(null, List.of(), null, null, null, null, null);
    private static final Duration HALF_MESSAGE = Duration.ofMillis(300);
    private static final int ANSWER_BYTES = 16 << 20;
    private static final ServerLimits LIMITS =
            new ServerLimits(1024, 8, 16, HALF_MESSAGE, Duration.ofSeconds(5), Duration.ofSeconds(10), ANSWER_BYTES);

    private final Supplier<Transport> transport;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private TestServer server;

    HostileClientsIT(Supplier<Transport> transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        server = new TestServer(folder, transport.get(), LIMITS);
    }

    @AfterEach
    void stop() {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void shouldCloseOnMalformedBytesAndServeTheOthers() throws IOException {
        List<byte[]> malformed = new ArrayList<>();
        for (String text : new String[] {
            "",
            "hello",
            "[]",
            "{}",
            "{\"method\":1}",
            "{\"method\":\"a.b.C\",\"method\":\"a.b.D\"}",
            "{\"method\":\"a.b.C\"} x",
            "{\"method\":\"a.b.C\",\"parameters\":\"p\"}",
            "{\"method\":\"a.b.C\",\"parameters\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5001),
            "{\"method\":\"" + "[".repeat(100_000)
        }) {
            malformed.add((text + "\0").getBytes(StandardCharsets.UTF_8));
        }
        malformed.add(new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}', 0});
        for (byte[] bytes : malformed) {
            try (WireClient hostile = server.connect();
                    WireClient other = server.connect()) {
                hostile.sendRaw(bytes);
                assertThat(hostile.isClosedByServer())
                        .as(new String(bytes, 0, Math.min(60, bytes.length), StandardCharsets.UTF_8))
                        .isTrue();
                assertServed(other);
            }
        }
        await().until(() -> server.server.connections() == 0);
    }

    @Test
    void shouldKeepOnlySoMuchOfAnswersThatNobodyReads() throws IOException {
        ImageQueries.ContentsRequest half = contents(ANSWER_BYTES / 2 / TestServer.PART_BYTES);
        List<WireClient> sleeping = new ArrayList<>();
        List<WireClient> brief = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sleeping.add(server.connect().send(ImageQueries.CONTENTS, half, true));
        }
        await().until(() -> server.answered.get() == 3);

        try (WireClient other = server.connect()) {
            assertServed(other);
            for (int i = 0; i < 4; i++) {
                brief.add(server.connect().send(ImageQueries.CONTENTS, contents(3), true));
            }
            await().until(() -> server.answered.get() == 7);
            for (WireClient client : brief) {
                assertThat(lastReply(client).error())
                        .as("the end of a short answer")
                        .isNull();
                client.close();
            }
            List<String> ends = new ArrayList<>();
            for (WireClient client : sleeping) {
                ends.add(String.valueOf(lastReply(client).error()));
                client.close();
            }
            assertThat(ends).contains("null", "org.snapup.Jobs.QueueFull");

            other.send(ImageQueries.CONTENTS, half, true);
            assertThat(lastReply(other).error()).isNull();
        }
    }

    private static Reply lastReply(WireClient client) throws IOException {
        Reply reply = client.receive();
        while (reply.continues()) {
            reply = client.receive();
        }
        return reply;
    }

    private static ImageQueries.ContentsRequest contents(int parts) {
        return new ImageQueries.ContentsRequest(null, List.of(String.valueOf(parts)), null, null, null, null, null);
    }

    @Test
    void shouldCloseOnAHugeMessage() throws IOException {
        try (WireClient hostile = server.connect();
                WireClient large = server.connect()) {
            byte[] most = "x".repeat(Json.MAX_CALL_BYTES + 1).getBytes(StandardCharsets.UTF_8);
            hostile.sendRaw(most);
            assertThat(hostile.isClosedByServer()).isTrue();

            String name = "x".repeat(Json.MAX_CALL_BYTES - 100);
            large.sendText("{\"method\":\"org.snapup.Jobs.List\",\"parameters\":{\"" + name.substring(0, 1000) + "\":\""
                    + name.substring(1100) + "\"}}\0");
            assertThat(large.receive().error()).isEqualTo("org.varlink.service.InvalidParameter");
        }
    }

    @Test
    void shouldCloseOnHalfAMessageHoweverSlowlyItGrows() throws Exception {
        try (WireClient half = server.connect();
                WireClient dripping = server.connect();
                WireClient idle = server.connect()) {
            assertServed(idle);
            half.sendText("{\"method\":");
            long start = System.nanoTime();
            CompletableFuture<Void> drip = CompletableFuture.runAsync(
                    () -> {
                        try {
                            while (true) {
                                dripping.sendText("{");
                                Thread.sleep(20);
                            }
                        } catch (IOException | InterruptedException closed) {
                            // what the server is expected to do
                        }
                    },
                    threads);

            assertThat(half.isClosedByServer()).isTrue();
            assertThat(dripping.isClosedByServer()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(HALF_MESSAGE, Duration.ofSeconds(20));
            drip.join();
            assertServed(idle);
        }
    }

    @Test
    void shouldNotLetASlowReaderHoldUpAnybody() throws IOException {
        int notes = 20_000;
        String text = "x".repeat(500);
        try (WireClient slow = server.connect();
                WireClient quick = server.connect();
                WireClient other = server.connect()) {
            slow.send(Packages.IMAGE_UPDATE, UPDATE, true).receive();
            slow.receive();
            int before = server.queue.polled.get();
            for (int i = 0; i < notes; i++) {
                server.queue.note(1, text);
            }
            assertServed(other);
            await().during(Duration.ofMillis(300)).until(() -> server.queue.polled.get() - before < notes / 10);

            quick.send(Jobs.WATCH, new Jobs.WatchRequest(1, 2L), true);
            for (int i = 0; i < notes; i++) {
                assertThat(quick.receive(Jobs.Watched.class).event().number()).isEqualTo(i + 2L);
            }

            for (int i = 0; i < notes; i++) {
                assertThat(slow.receive().parameters()).containsKey("event");
            }
            server.queue.end(1);
            assertThat(slow.receive().continues()).isFalse();
        }
    }

    @Test
    void shouldStopReadingFromWhoPipelinesAndDoesntRead() throws Exception {
        int calls = 50_000;
        byte[] one = "{\"method\":\"org.snapup.BootEnvironments.List\",\"parameters\":{\"snapshots\":true}}\0"
                .getBytes(StandardCharsets.UTF_8);
        try (WireClient greedy = server.connect();
                WireClient other = server.connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> {
                        try {
                            for (int i = 0; i < calls; i++) {
                                greedy.sendRaw(one);
                            }
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    },
                    threads);
            await().during(Duration.ofMillis(500)).until(() -> !sending.isDone());
            assertServed(other);

            for (int i = 0; i < calls; i++) {
                assertThat(greedy.receive().parameters()).containsKey("asOf");
            }
            sending.join();
        }
    }

    @Test
    void shouldKeepCallsThatComeDuringAStream() throws Exception {
        int calls = 30_000;
        try (WireClient client = server.connect()) {
            client.send(Packages.IMAGE_UPDATE, UPDATE, true).receive();
            client.receive();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> {
                        try {
                            for (int i = 0; i < calls; i++) {
                                client.send(Jobs.GET, new Jobs.GetRequest(100 + i), false);
                            }
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    },
                    threads);
            // Half of a message is unread for longer than half a message may take: that is our delay, not the client's.
            await().during(HALF_MESSAGE.multipliedBy(2)).until(() -> !sending.isDone());

            server.queue.end(1);

            assertThat(client.receive().continues()).isFalse();
            for (int i = 0; i < calls; i++) {
                assertThat(client.receive().parameters()).containsEntry("subject", Integer.toString(100 + i));
            }
            sending.join();
        }
    }

    @Test
    void shouldServeFiftyClientsAtATime() {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "be-" + i;
            clients.add(CompletableFuture.runAsync(() -> beOneOfFifty(name), threads));
        }
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).join();

        assertThat(server.queue.list(true)).hasSize(50);
        await().until(() -> server.server.connections() == 0 && server.queue.openFeeds.get() == 0);
    }

    private void beOneOfFifty(String name) {
        try (WireClient client = server.connect()) {
            for (int call = 0; call < 50; call++) {
                assertServed(client);
            }
            client.send(BootEnvironments.ACTIVATE, new BootEnvironments.ActivateRequest(name, null), true);
            Reply accepted = client.receive();
            Long job = (Long) accepted.parameters().get("job");
            assertThat(job).isNotNull();
            server.queue.end(job);
            while (client.receive().continues()) {
                // until the job's end
            }
            assertServed(client);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTakeSoManyConnectionsAndNoMore() throws IOException {
        List<WireClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1024; i++) {
                clients.add(server.connect());
            }
            await().until(() -> server.server.connections() == 1024);
            assertServed(clients.get(0));
            assertServed(clients.get(1023));
            try (WireClient tooMany = server.connect()) {
                assertThat(tooMany.isClosedByServer()).isTrue();
            }

            clients.remove(500).close();
            await().until(() -> server.server.connections() == 1023);
            WireClient next = server.connect();
            clients.add(next);
            assertServed(next);
        } finally {
            for (WireClient client : clients) {
                client.close();
            }
        }
    }

    private static void assertServed(WireClient client) throws IOException {
        assertThat(client.call(Service.GET_INFO, new Methods.None()).error()).isNull();
    }
}
