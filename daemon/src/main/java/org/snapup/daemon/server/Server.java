package org.snapup.daemon.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.transport.SocketFile;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The listening daemon: from the socket's file to the call handler. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int EVENT_LOOPS = 2;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SocketFile socketFile;
    private final EventLoopGroup group;
    private final Channel listener;
    private final Connections connections;

    private Server(SocketFile socketFile, EventLoopGroup group, Channel listener, Connections connections) {
        this.socketFile = socketFile;
        this.group = group;
        this.listener = listener;
        this.connections = connections;
    }

    /**
     * Listens; returns when clients can connect.
     *
     * @param identification closed by the caller, after the server
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} for a path that can't be; {@link
     *     ErrorCode#STATE_REFUSED} when somebody listens there, or the socket can't be made
     */
    public static Server start(
            Path socket, Transport transport, ServerLimits limits, Identification identification, CallHandler handler) {
        SocketFile socketFile = SocketFile.claim(socket);
        Connections connections = new Connections(limits, transport, identification, handler);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("server", true), transport.ioHandler());
        try {
            Channel listener = new ServerBootstrap()
                    .group(group)
                    .channelFactory(transport.listener())
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new Connection(connections));
                        }
                    })
                    .bind(transport.address(socketFile.temporary()))
                    .syncUninterruptibly()
                    .channel();
            socketFile.publish();
            LOG.atInfo()
                    .addKeyValue("socket", socket)
                    .addKeyValue("transport", transport.name())
                    .log("listening");
            return new Server(socketFile, group, listener, connections);
        } catch (RuntimeException e) {
            shutDown(group);
            socketFile.close();
            throw e;
        }
    }

    /** How many clients are connected. */
    public int connections() {
        return connections.count();
    }

    /** Takes no new clients, tells those that wait for an answer, removes the socket's file. */
    @Override
    public void close() {
        try (socketFile) {
            listener.close().awaitUninterruptibly();
        }
        // Before the event loops: a loop that shuts down closes its channels before it does anything else.
        connections.stop(LAST_WORDS);
        shutDown(group);
    }

    private static void shutDown(EventLoopGroup group) {
        group.shutdownGracefully(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
