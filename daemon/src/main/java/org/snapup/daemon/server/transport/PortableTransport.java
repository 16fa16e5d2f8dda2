package org.snapup.daemon.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import java.net.SocketAddress;
import java.nio.file.Path;
import jnr.enxio.channels.NativeSelectorProvider;
import jnr.unixsocket.UnixSocketAddress;

/**
 * Every other Unix: jnr-unixsocket's channels, whose descriptors can be had, under netty's event loop with jnr's
 * selector (kqueue or poll). The JDK's own domain sockets hide their descriptors.
 */
public final class PortableTransport implements Transport {
    @Override
    public String name() {
        return "portable";
    }

    @Override
    public IoHandlerFactory ioHandler() {
        return NioIoHandler.newFactory(NativeSelectorProvider.getInstance());
    }

    @Override
    public ChannelFactory<? extends ServerChannel> listener() {
        return PortableListener::open;
    }

    @Override
    public SocketAddress address(Path socket) {
        return new UnixSocketAddress(socket.toFile());
    }

    @Override
    public int descriptor(Channel accepted) {
        return ((PortableChannel) accepted).descriptor();
    }
}
