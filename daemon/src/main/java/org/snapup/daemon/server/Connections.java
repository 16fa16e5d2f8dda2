package org.snapup.daemon.server;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.logging.LogLimit;
import org.snapup.daemon.logging.LogText;
import org.snapup.daemon.server.access.Caller;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.ffi.peer.KernelPeer;
import org.snapup.ffi.peer.PeerCredentials;

/** What all connections share, and the count of them. Safe on any thread. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final ServerLimits limits;
    private final Transport transport;
    private final PeerCredentials credentials = PeerCredentials.forThisSystem();
    private final Identification identification;
    private final CallHandler handler;
    private final LogLimit logLimit = LogLimit.ofTenAMinute();
    private final Map<Connection, Channel> open = new HashMap<>();
    private final Map<Long, Integer> openByUid = new HashMap<>();
    private long quietSince = System.nanoTime();

    Connections(ServerLimits limits, Transport transport, Identification identification, CallHandler handler) {
        this.limits = limits;
        this.transport = transport;
        this.identification = identification;
        this.handler = handler;
    }

    ServerLimits limits() {
        return limits;
    }

    CallHandler handler() {
        return handler;
    }

    /** Asks the kernel; on the channel's event loop, so that the descriptor can't be closed meanwhile. */
    KernelPeer peerOf(Channel channel) {
        return credentials.of(transport.descriptor(channel));
    }

    CompletableFuture<Caller> identify(KernelPeer peer) {
        return identification.identify(peer);
    }

    /** Counts a connection in, unless there are too many. */
    synchronized boolean admit(Connection connection, Channel channel, KernelPeer peer) {
        int ofUid = openByUid.getOrDefault(peer.uid(), 0);
        boolean tooMany = open.size() >= limits.connections()
                || (ofUid >= limits.connectionsOfAUid() && !identification.isAdministrator(peer.uid()));
        if (!tooMany) {
            open.put(connection, channel);
            openByUid.put(peer.uid(), ofUid + 1);
        }
        return !tooMany;
    }

    synchronized void leave(Connection connection, KernelPeer peer) {
        if (open.remove(connection) != null) {
            quietSince = System.nanoTime();
            openByUid.computeIfPresent(peer.uid(), (uid, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized int count() {
        return open.size();
    }

    /** How long nobody has been connected; zero while somebody is. */
    synchronized Duration quiet() {
        return open.isEmpty() ? Duration.ofNanos(System.nanoTime() - quietSince) : Duration.ZERO;
    }

    /** Ends every connection, on its own event loop; one that doesn't take its last words ends at the deadline. */
    void stop(Duration deadline) {
        Map<Connection, Channel> ending;
        synchronized (this) {
            ending = Map.copyOf(open);
        }
        long start = System.nanoTime();
        ending.forEach((connection, channel) -> channel.eventLoop().execute(() -> connection.stop(channel)));
        for (Channel channel : ending.values()) {
            Duration left = deadline.minusNanos(System.nanoTime() - start);
            channel.closeFuture().awaitUninterruptibly(Math.max(0, left.toMillis()));
        }
    }

    /** Says in the log why a connection was closed; so many times a minute. */
    void refused(@Nullable KernelPeer peer, String reason) {
        OptionalLong withheld = logLimit.permit();
        if (withheld.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("uid", peer == null ? "unknown" : peer.uid())
                    .addKeyValue("pid", peer == null ? "unknown" : peer.pid())
                    .addKeyValue("reason", LogText.escape(reason))
                    .addKeyValue("withheld", withheld.getAsLong())
                    .log("connection closed");
        }
    }
}
