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
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

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
    public ChannelFactory<? extends ServerChannel> inherited(int descriptor) {
        throw new SnapupException(
                ErrorCode.BAD_CONFIGURATION,
                "LISTEN_FDS",
                "snapupd takes over a service manager's socket only where netty's native transport is (Linux on"
                        + " x86_64): start it without a socket unit here",
                null);
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
