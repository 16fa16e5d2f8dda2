package org.snapup.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.access.Members;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.ffi.peer.Accounts;
import org.snapup.ffi.peer.KernelPeer;

final class ConnectionsTest {
    private static final KernelPeer ALICE = new KernelPeer(1001, 100, 1, List.of(100L));
    private static final KernelPeer BOB = new KernelPeer(1002, 100, 1, List.of(100L));
    private static final KernelPeer ROOT = new KernelPeer(0, 0, 1, List.of(0L));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Channel channel = new EmbeddedChannel();

    @Test
    void shouldNotLetOneUserShutOutTheOthers() {
        Accounts accounts = new Accounts();
        try (Identification identification =
                new Identification(accounts, Members.parse(List.of(), accounts), 700, SECOND)) {
            Connections connections = new Connections(
                    new ServerLimits(6, 2, 16, SECOND, SECOND, SECOND, 1 << 20),
                    Transport.forThisSystem(),
                    identification,
                    (call, caller, exchange) -> {});
            List<Connection> alices = new ArrayList<>();

            assertThat(admit(connections, ALICE, alices)).isTrue();
            assertThat(admit(connections, ALICE, alices)).isTrue();
            assertThat(admit(connections, ALICE, alices)).isFalse();
            assertThat(admit(connections, BOB, new ArrayList<>())).isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(admit(connections, ROOT, new ArrayList<>())).isTrue();
            }
            assertThat(admit(connections, ROOT, new ArrayList<>())).isFalse();

            connections.leave(alices.get(0), ALICE);
            connections.leave(alices.get(0), ALICE);
            assertThat(connections.count()).isEqualTo(5);
            assertThat(admit(connections, ALICE, alices)).isTrue();
            assertThat(admit(connections, ALICE, alices)).isFalse();
        }
    }

    private boolean admit(Connections connections, KernelPeer peer, List<Connection> admitted) {
        Connection connection = new Connection(connections);
        boolean in = connections.admit(connection, channel, peer);
        if (in) {
            admitted.add(connection);
        }
        return in;
    }
}
