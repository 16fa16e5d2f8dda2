package org.snapup.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.ffi.peer.Accounts;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Packages;
import org.snapup.testing.Requires;

/** Processes of other users at the socket, over both transports: the kernel says who they are, whatever they say. */
@ParameterizedClass
@MethodSource("org.snapup.daemon.server.TestServer#transports")
@Timeout(120)
final class PeersIT {
    private static final String DENIED = "{\"error\":\"org.varlink.service.PermissionDenied\",\"parameters\":{}}";
    private static final String UPDATE = "{\"method\":\"org.snapup.Packages.ImageUpdate\"}";
    private static final String UNINSTALL = "{\"method\":\"org.snapup.Packages.Uninstall\"}";
    private static final String OTHER_ROOT =
            "{\"method\":\"org.snapup.Packages.Install\",\"parameters\":{\"root\":\"/mnt\"}}";
    private static final String ACTIVATE =
            "{\"method\":\"org.snapup.BootEnvironments.Activate\",\"parameters\":{\"name\":\"b\"}}";
    private static final String GET = "{\"method\":\"org.snapup.Jobs.Get\",\"parameters\":{\"job\":1}}";
    private static final String CANCEL = "{\"method\":\"org.snapup.Jobs.Cancel\",\"parameters\":{\"job\":1}}";
    private static final String WATCH =
            "{\"method\":\"org.snapup.Jobs.Watch\",\"parameters\":{\"job\":1},\"more\":true}";

    private static final String NOBODY = "65534";

    private final Supplier<Transport> transport;
    private Path folder;
    private OtherUsers users;
    private TestServer server;
    private long games;

    PeersIT(Supplier<Transport> transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        Requires.root();
        games = new Accounts().groupId("games").orElse(-1);
        Requires.require(games > 0, "needs a group 'games', as Debian has it");
        folder = Files.createTempDirectory("snapup-peers");
        users = new OtherUsers(folder);
        server = new TestServer(
                folder, transport.get(), TestServer.LIMITS, "group:games", "group:not-there", "uid:4321");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (folder != null) {
            try (var files = Files.walk(folder)) {
                List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
                for (Path path : all) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void shouldLetAStrangerLookAndNothingElse() throws Exception {
        admin();

        List<String> replies = probe(
                NOBODY,
                NOBODY,
                "",
                "{\"method\":\"org.snapup.BootEnvironments.List\"}",
                GET,
                UPDATE,
                UNINSTALL,
                OTHER_ROOT,
                ACTIVATE,
                CANCEL,
                WATCH);

        assertThat(replies.get(0)).contains("\"name\":\"be-1\"");
        assertThat(replies.get(1))
                .contains("\"uid\":0")
                .doesNotContain("\"parameters\":{\"packages\"")
                .doesNotContain("outcome");
        assertThat(replies.subList(2, 8)).containsOnly(DENIED);
    }

    @Test
    void shouldLetAMemberOfTheGroupUpdateAndInstall() throws Exception {
        List<String> replies = probe(
                NOBODY,
                NOBODY,
                "20," + games,
                UPDATE,
                "{\"method\":\"org.snapup.Packages.Install\",\"parameters\":{\"packages\":[\"vim\"]}}",
                OTHER_ROOT,
                UNINSTALL,
                ACTIVATE,
                GET,
                CANCEL);

        assertThat(replies.get(0)).isEqualTo("{\"parameters\":{\"job\":1,\"joined\":false}}");
        assertThat(replies.get(1)).contains("\"job\":2");
        assertThat(replies.subList(2, 5)).containsOnly(DENIED);
        assertThat(replies.get(5)).contains("\"uid\":65534").contains("\"parameters\":{");
        assertThat(replies.get(6)).isEqualTo("{\"parameters\":{\"detached\":false}}");
        assertThat(server.queue.request(1).admin()).isFalse();
    }

    @Test
    void shouldTakeThePrimaryGroupAndTheUidForMembership() throws Exception {
        assertThat(probe(NOBODY, Long.toString(games), "", UPDATE).get(0)).contains("\"job\":1");
        assertThat(probe("4321", NOBODY, "", UPDATE).get(0)).contains("\"joined\":true");
        assertThat(probe("4322", NOBODY, "", UPDATE).get(0)).isEqualTo(DENIED);
    }

    @Test
    void shouldFindAGroupAmongVeryManyGroups() throws Exception {
        StringBuilder groups = new StringBuilder();
        for (int gid = 100_000; gid < 100_500; gid++) {
            groups.append(gid).append(',');
        }

        assertThat(probe(NOBODY, NOBODY, groups + Long.toString(games), UPDATE).get(0))
                .contains("\"job\":1");
    }

    /** A job of the administrator's. */
    private void admin() throws IOException {
        try (WireClient root = server.connect()) {
            root.call(
                    Packages.IMAGE_UPDATE, new Packages.Request(null, List.of("secret"), null, null, null, null, null));
            assertThat(root.call(Jobs.GET, new Jobs.GetRequest(1)).parameters().toString())
                    .contains("secret");
        }
    }

    private List<String> probe(String uid, String gid, String groups, String... calls) throws Exception {
        return users.call(OtherUsers.as(uid, gid, groups), server.socket, calls);
    }
}
