package org.snapup.daemon.server.transport;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.AbstractNioMessageChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.util.List;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket of jnr-unixsocket as a netty channel. */
final class PortableListener extends AbstractNioMessageChannel implements ServerChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);
    private static final int BACKLOG = 128;

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private volatile @Nullable SocketAddress bound;

    private PortableListener(UnixServerSocketChannel channel) {
        super(null, channel, SelectionKey.OP_ACCEPT);
    }

    static PortableListener open() {
        try {
            return new PortableListener(UnixServerSocketChannel.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected UnixServerSocketChannel javaChannel() {
        return (UnixServerSocketChannel) super.javaChannel();
    }

    @Override
    protected void doBind(SocketAddress address) throws IOException {
        javaChannel().socket().bind((UnixSocketAddress) address, BACKLOG);
        bound = address;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
        UnixSocketChannel channel = javaChannel().accept();
        if (channel == null) {
            return 0;
        }
        accepted.add(new PortableChannel(this, channel));
        return 1;
    }

    @Override
    protected void doClose() throws IOException {
        javaChannel().close();
    }

    @Override
    public boolean isActive() {
        return isOpen() && bound != null;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return bound;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) {
        throw new UnsupportedOperationException("a listening socket doesn't connect");
    }

    @Override
    protected void doFinishConnect() {
        throw new UnsupportedOperationException("a listening socket doesn't connect");
    }

    @Override
    protected void doDisconnect() {
        throw new UnsupportedOperationException("a listening socket doesn't connect");
    }

    @Override
    protected boolean doWriteMessage(Object message, ChannelOutboundBuffer in) {
        throw new UnsupportedOperationException("a listening socket doesn't write");
    }
}
