package org.snapup.daemon.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import java.io.IOException;
import java.net.SocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/** An accepted socket of jnr-unixsocket as a netty channel. */
final class PortableChannel extends AbstractNioByteChannel {
    private final ChannelConfig config = new DefaultChannelConfig(this);

    PortableChannel(Channel listener, UnixSocketChannel channel) {
        super(listener, channel);
    }

    int descriptor() {
        return javaChannel().getFD();
    }

    @Override
    protected UnixSocketChannel javaChannel() {
        return (UnixSocketChannel) super.javaChannel();
    }

    @Override
    protected int doReadBytes(ByteBuf target) throws IOException {
        int room = target.writableBytes();
        unsafe().recvBufAllocHandle().attemptedBytesRead(room);
        return target.writeBytes(javaChannel(), room);
    }

    @Override
    protected int doWriteBytes(ByteBuf source) throws IOException {
        return source.readBytes(javaChannel(), source.readableBytes());
    }

    @Override
    protected void doClose() throws IOException {
        javaChannel().close();
    }

    @Override
    public boolean isActive() {
        return isOpen();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    protected SocketAddress localAddress0() {
        return javaChannel().getLocalSocketAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return javaChannel().getRemoteSocketAddress();
    }

    @Override
    protected ChannelFuture shutdownInput() {
        throw new UnsupportedOperationException("half-closed connections are off");
    }

    @Override
    protected long doWriteFileRegion(FileRegion region) {
        throw new UnsupportedOperationException("replies are bytes in memory");
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) {
        throw new UnsupportedOperationException("an accepted socket doesn't connect");
    }

    @Override
    protected void doFinishConnect() {
        throw new UnsupportedOperationException("an accepted socket doesn't connect");
    }

    @Override
    protected void doDisconnect() throws IOException {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("an accepted socket isn't bound");
    }
}
