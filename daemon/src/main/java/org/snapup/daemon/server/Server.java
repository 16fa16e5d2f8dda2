package org.snapup.daemon.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

    static {
        // netty looks through all network interfaces for a number that tells machines apart in names of channels
        if (System.getProperty("io.netty.machineId") == null) {
            System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
        }
    }

    private final @Nullable SocketFile socketFile;
    private final EventLoopGroup group;
    private final Channel listener;
    private final Connections connections;

    private Server(@Nullable SocketFile socketFile, EventLoopGroup group, Channel listener, Connections connections) {
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
        return start(socket, OptionalInt.empty(), transport, limits, identification, handler);
    }

    /**
     * Listens where somebody else made the socket.
     *
     * @param inherited the descriptor of a socket that listens already; empty: as {@link #start(Path, Transport,
     *     ServerLimits, Identification, CallHandler)}
     */
    public static Server start(
            Path socket,
            OptionalInt inherited,
            Transport transport,
            ServerLimits limits,
            Identification identification,
            CallHandler handler) {
        SocketFile socketFile = inherited.isPresent() ? null : SocketFile.claim(socket);
        Connections connections = new Connections(limits, transport, identification, handler);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("server", true), transport.ioHandler());
        try {
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(group)
                    .channelFactory(
                            inherited.isPresent() ? transport.inherited(inherited.getAsInt()) : transport.listener())
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new Connection(connections));
                        }
                    });
            ChannelFuture listening = socketFile == null
                    ? bootstrap.register()
                    : bootstrap.bind(transport.address(socketFile.temporary()));
            Channel listener = listening.syncUninterruptibly().channel();
            if (socketFile != null) {
                socketFile.publish();
            }
            LOG.atInfo()
                    .addKeyValue("socket", socket)
                    .addKeyValue("madeBy", socketFile == null ? "service manager" : "snapupd")
                    .addKeyValue("transport", transport.name())
                    .log("listening");
            return new Server(socketFile, group, listener, connections);
        } catch (RuntimeException e) {
            shutDown(group);
            if (socketFile != null) {
                socketFile.close();
            }
            throw e;
        }
    }

    /** How many clients are connected. */
    public int connections() {
        return connections.count();
    }

    /** How long no client has been connected; zero while one is. */
    public Duration quiet() {
        return connections.quiet();
    }

    /**
     * Takes no new clients from here on if none is connected; those that connect meanwhile wait in the socket's backlog.
     *
     * @return false when a client is connected: then everything stays as it was
     */
    public boolean pauseWhenQuiet() {
        listener.eventLoop().submit(() -> listener.config().setAutoRead(false)).syncUninterruptibly();
        // what was accepted before is counted when its event loop has come to it
        for (EventExecutor loop : group) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
        boolean quiet = connections.count() == 0;
        if (!quiet) {
            listener.config().setAutoRead(true);
        }
        return quiet;
    }

    /** Takes clients again. */
    public void resume() {
        listener.config().setAutoRead(true);
    }

    /** Takes no new clients, tells those that wait for an answer, removes the socket's file. */
    @Override
    public void close() {
        try {
            listener.close().awaitUninterruptibly();
        } finally {
            if (socketFile != null) {
                socketFile.close();
            }
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
