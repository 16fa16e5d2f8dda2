package org.snapup.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Interfaces;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Packages;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;
import org.snapup.protocol.Service;

/** What a well-behaved client sees, over both transports. */
@ParameterizedClass
@MethodSource("org.snapup.daemon.server.TestServer#transports")
@Timeout(60)
final class ServerIT {
    private static final Packages.Request UPDATE = new Packages.Request(null, List.of(), null, null, null, null, null);

    private final Supplier<Transport> transport;

    @TempDir
    Path folder;

    private TestServer server;
    private WireClient client;

    ServerIT(Supplier<Transport> transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(folder, transport.get(), TestServer.LIMITS);
        client = server.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void shouldDescribeItself() throws IOException {
        assertThat(client.send(Service.GET_INFO, new Methods.None(), false)
                        .receive(Service.Info.class)
                        .interfaces())
                .isEqualTo(Interfaces.ALL);
        assertThat(client.send(
                                Service.GET_INTERFACE_DESCRIPTION,
                                new Service.DescriptionRequest(Interfaces.JOBS),
                                false)
                        .receive(Service.Description.class)
                        .description())
                .isEqualTo(Interfaces.description(Interfaces.JOBS));
    }

    @Test
    void shouldListBootEnvironmentsWithSnapshotsOnlyWhenAsked() throws IOException {
        assertThat(bootEnvironments(null).bootEnvironments().get(0).snapshots()).isNull();
        assertThat(bootEnvironments(true).bootEnvironments().get(0).snapshots()).hasSize(1);
    }

    @Test
    void shouldAnswerAChangeWithItsJob() throws IOException {
        Packages.Started first =
                client.send(Packages.IMAGE_UPDATE, UPDATE, false).receive(Packages.Started.class);
        Packages.Started second =
                client.send(Packages.IMAGE_UPDATE, UPDATE, false).receive(Packages.Started.class);

        assertThat(first).isEqualTo(Packages.Started.accepted(1, false));
        assertThat(second).isEqualTo(Packages.Started.accepted(1, true));
        assertThat(server.queue.request(1).admin()).isTrue();
        assertThat(server.queue.request(1).parameters()).isEqualTo(UPDATE);
    }

    @Test
    void shouldStreamAJobToItsEnd() throws IOException {
        client.send(BootEnvironments.ACTIVATE, new BootEnvironments.ActivateRequest("be-1", null), true);

        Reply accepted = client.receive();
        assertThat(accepted.continues()).isTrue();
        assertThat(accepted.parameters()).isEqualTo(Map.of("job", 1L, "joined", false));
        assertThat(event(client.receive(BootEnvironments.Started.class)).state())
                .isEqualTo(JobState.QUEUED);

        server.queue.note(1, "caf\u00e9");
        assertThat(event(client.receive(BootEnvironments.Started.class)).text()).isEqualTo("caf\u00e9");

        server.queue.end(1);
        Reply last = client.receive();
        assertThat(last.continues()).isFalse();
        assertThat(last.parameters()).containsEntry("job", 1L);
        assertThat(client.call(Service.GET_INFO, new Methods.None()).error()).isNull();
        await().until(() -> server.queue.openFeeds.get() == 0);
    }

    @Test
    void shouldReplayAndFollow() throws IOException {
        client.call(Packages.IMAGE_UPDATE, UPDATE);
        for (int i = 2; i <= 1000; i++) {
            server.queue.note(1, "note " + i);
        }

        client.send(Jobs.WATCH, new Jobs.WatchRequest(1, 500L), true);

        for (long number = 500; number <= 1000; number++) {
            assertThat(client.receive(Jobs.Watched.class).event().number()).isEqualTo(number);
        }
        server.queue.end(1);
        Reply last = client.receive();
        assertThat(last.continues()).isFalse();
    }

    @Test
    void shouldEndAWatchFromBeyondTheLastEvent() throws IOException {
        client.call(Packages.IMAGE_UPDATE, UPDATE);
        server.queue.end(1);

        client.send(Jobs.WATCH, new Jobs.WatchRequest(1, 99L), true);

        Reply only = client.receive();
        assertThat(only.continues()).isFalse();
        assertThat(only.error()).isNull();
    }

    @Test
    void shouldLetGoOfAJobWhoseWatcherLeaves() throws IOException {
        client.call(Packages.IMAGE_UPDATE, UPDATE);
        try (WireClient watcher = server.connect()) {
            watcher.send(Jobs.WATCH, new Jobs.WatchRequest(1, null), true).receive();
            assertThat(server.queue.openFeeds).hasValue(1);
        }

        await().until(() -> server.queue.openFeeds.get() == 0);
        assertThat(client.call(Jobs.GET, new Jobs.GetRequest(1)).error()).isNull();
    }

    @Test
    void shouldEndAStreamThatCantBeRead() throws IOException {
        client.send(Packages.IMAGE_UPDATE, UPDATE, true).receive();
        client.receive();

        server.queue.broken = true;
        server.queue.note(1, "never seen");

        Reply failed = client.receive();
        assertThat(failed.error()).isEqualTo("org.snapup.Jobs.Internal");
        assertThat(failed.parameters().toString()).doesNotContain("disk");
        await().until(() -> server.queue.openFeeds.get() == 0);
        assertThat(client.call(Service.GET_INFO, new Methods.None()).error()).isNull();
    }

    @Test
    void shouldAnswerPipelinedCallsInOrder() throws IOException {
        for (int i = 0; i < 100; i++) {
            client.send(Jobs.GET, new Jobs.GetRequest(1000 + i), false);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(client.receive().parameters()).containsEntry("subject", Integer.toString(1000 + i));
        }
    }

    @Test
    void shouldKeepAConnectionBusyWhileItStreams() throws IOException {
        client.send(Packages.IMAGE_UPDATE, UPDATE, true).receive();
        client.receive();
        client.send(Service.GET_INFO, new Methods.None(), false);
        try (WireClient second = server.connect()) {
            assertThat(second.call(Jobs.CANCEL, new Jobs.CancelRequest(1)).parameters())
                    .containsEntry("detached", false);
        }

        server.queue.end(1);

        assertThat(client.receive().continues()).isFalse();
        assertThat(client.receive().parameters()).containsEntry("product", "snapupd");
    }

    @Test
    void shouldReplyNothingToOneway() throws IOException {
        client.send(new Call(Packages.IMAGE_UPDATE, Map.of(), true, true, false));
        client.send(new Call("org.example.Nothing.At", Map.of(), false, true, false));
        client.send(new Call(Jobs.WATCH, Map.of("job", 1L), true, true, false));

        assertThat(client.call(Jobs.GET, new Jobs.GetRequest(1)).error()).isNull();
    }

    @Test
    void shouldAnswerALongQuestionInPartsWhereThatIsWanted() throws IOException {
        ImageQueries.ListRequest question = new ImageQueries.ListRequest(null, null, null, null);
        ImageQueries.Listed whole =
                client.send(ImageQueries.LIST, question, false).receive(ImageQueries.Listed.class);

        List<ImageQueries.ListedPackage> parts = new ArrayList<>();
        client.send(ImageQueries.LIST, question, true);
        Reply reply = client.receive();
        int replies = 1;
        while (reply.continues()) {
            ImageQueries.Listed part = listed(reply);
            assertThat(part.unmatched()).isNull();
            parts.addAll(part.packages());
            reply = client.receive();
            replies++;
        }
        parts.addAll(listed(reply).packages());

        assertThat(whole.packages()).hasSize(TestServer.PACKAGES);
        assertThat(parts).isEqualTo(whole.packages());
        assertThat(listed(reply).unmatched()).isEqualTo(whole.unmatched()).containsExactly("nosuch");
        assertThat(replies).isEqualTo(4);
    }

    @Test
    void shouldPassTheRowsOfAnAnswerOnAsTheyAreFound() throws IOException {
        ImageQueries.Contained whole =
                client.send(ImageQueries.CONTENTS, contents(3), false).receive(ImageQueries.Contained.class);
        client.send(ImageQueries.CONTENTS, contents(200), true);
        List<Object> found = new ArrayList<>();
        Reply reply = client.receive();
        for (; reply.continues(); reply = client.receive()) {
            found.add(contained(reply).contents().get(0).fmri());
        }

        assertThat(whole.contents())
                .extracting(ImageQueries.Content::fmri)
                .containsExactly("pkg:/p0@1", "pkg:/p1@1", "pkg:/p2@1");
        assertThat(whole.unmatched()).containsExactly("nosuch");
        assertThat(found).hasSize(199).startsWith("pkg:/p0@1", "pkg:/p1@1").endsWith("pkg:/p198@1");
        assertThat(contained(reply).unmatched()).containsExactly("nosuch");
    }

    @Test
    void shouldMakeNoSingleReplyOfManyRows() throws IOException {
        assertThat(client.call(ImageQueries.CONTENTS, contents(200)).error())
                .isEqualTo("org.varlink.service.ExpectedMore");
    }

    private static ImageQueries.ContentsRequest contents(int parts) {
        return new ImageQueries.ContentsRequest(null, List.of(String.valueOf(parts)), null, null, null, null, null);
    }

    private static ImageQueries.Contained contained(Reply reply) {
        return RecordCodec.fromMap(ImageQueries.Contained.class, reply.parameters(), RecordCodec.Unknown.REFUSE);
    }

    private static ImageQueries.Listed listed(Reply reply) {
        return RecordCodec.fromMap(ImageQueries.Listed.class, reply.parameters(), RecordCodec.Unknown.REFUSE);
    }

    @Test
    void shouldLetGoOfAQuestionWhoseAskerLeaves() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (WireClient leaver = server.connect()) {
                leaver.send(ImageQueries.LIST, new ImageQueries.ListRequest(null, null, null, null), true);
            }
        }

        assertThat(client.send(ImageQueries.PUBLISHERS, new ImageQueries.PublishersRequest(null), true)
                        .receive(ImageQueries.Publishing.class)
                        .publishers())
                .isEmpty();
    }

    @Test
    void shouldAnswerDryRunsWithoutAJob() throws IOException {
        Packages.Request dry = new Packages.Request(null, null, null, null, null, null, true);
        assertThat(client.send(Packages.INSTALL, dry, true)
                        .receive(Packages.Started.class)
                        .job())
                .isNull();
        Reply destroy = client.call(
                BootEnvironments.DESTROY, new BootEnvironments.DestroyRequest("be-1", null, true, null, null));
        assertThat(destroy.parameters()).containsOnlyKeys("plan");
        assertThat(server.queue.list(true)).isEmpty();
    }

    @Test
    void shouldNameWhatIsWrongWithACall() throws IOException {
        assertError("{\"method\":\"org.example.Thing.Do\"}", "org.varlink.service.InterfaceNotFound", "interface");
        assertError("{\"method\":\"nodots\"}", "org.varlink.service.InterfaceNotFound", "interface");
        assertError("{\"method\":\"org.snapup.Jobs.Do\"}", "org.varlink.service.MethodNotFound", "method");
        assertError(
                "{\"method\":\"org.snapup.Jobs.List\",\"upgrade\":true}",
                "org.varlink.service.MethodNotImplemented",
                "method");
        assertError(
                "{\"method\":\"org.snapup.Jobs.Get\",\"parameters\":{\"jop\":1}}",
                "org.varlink.service.InvalidParameter",
                "parameter");
        assertError(
                "{\"method\":\"org.snapup.Jobs.List\",\"parameters\":{\"some\":1}}",
                "org.varlink.service.InvalidParameter",
                "parameter");
        assertError(
                "{\"method\":\"org.snapup.Jobs.Watch\",\"parameters\":{\"job\":1}}",
                "org.varlink.service.ExpectedMore");
        assertError(
                "{\"method\":\"org.snapup.Jobs.Watch\",\"parameters\":{\"job\":1},\"more\":true}",
                "org.snapup.Jobs.NoSuchJob",
                "message",
                "subject");
    }

    @Test
    void shouldTellWatchersThatItStops() throws IOException {
        client.send(Packages.IMAGE_UPDATE, UPDATE, true).receive();
        client.receive();

        server.close();

        assertThat(client.receive().error()).isEqualTo("org.snapup.Jobs.ShuttingDown");
        assertThat(client.isClosedByServer()).isTrue();
        await().until(() -> server.queue.openFeeds.get() == 0);
        assertThat(server.socket).doesNotExist();
    }

    @Test
    void shouldRepeatItsStatusOnAnIdleStream(@TempDir Path other) throws IOException {
        ServerLimits limits = new ServerLimits(
                10, 10, 16, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100), 64 << 20);
        try (TestServer quick = new TestServer(other, transport.get(), limits);
                WireClient watcher = quick.connect()) {
            watcher.send(Packages.IMAGE_UPDATE, UPDATE, true).receive();
            watcher.receive();
            for (int i = 0; i < 3; i++) {
                Event status = event(watcher.receive(Packages.Started.class));
                assertThat(status.kind()).isEqualTo(Event.Kind.STATUS);
                assertThat(status.number()).isEqualTo(1);
            }
        }
    }

    private BootEnvironments.Listing bootEnvironments(@Nullable Boolean snapshots) throws IOException {
        return client.send(BootEnvironments.LIST, new BootEnvironments.ListRequest(snapshots, null), false)
                .receive(BootEnvironments.Listing.class);
    }

    private void assertError(String call, String error, String... parameters) throws IOException {
        Reply reply = client.sendText(call + "\0").receive();
        assertThat(reply.error()).as(call).isEqualTo(error);
        assertThat(reply.parameters()).containsOnlyKeys(parameters);
        assertThatThrownBy(() -> {
                    throw reply.toException();
                })
                .isNotNull();
    }

    private static Event event(Packages.Started started) {
        assertThat(started.event()).isNotNull();
        return started.event();
    }

    private static Event event(BootEnvironments.Started started) {
        assertThat(started.event()).isNotNull();
        return started.event();
    }
}
