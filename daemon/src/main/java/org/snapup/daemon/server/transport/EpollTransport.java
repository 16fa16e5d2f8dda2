package org.snapup.daemon.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.snapup.ffi.peer.ListeningSocket;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Linux: netty's native transport. */
public final class EpollTransport implements Transport {
    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public IoHandlerFactory ioHandler() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public ChannelFactory<? extends ServerChannel> listener() {
        return EpollServerDomainSocketChannel::new;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> inherited(int descriptor) {
        if (!ListeningSocket.is(descriptor)) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    "LISTEN_FDS",
                    "the service manager handed over descriptor " + descriptor + ", and it is no listening Unix stream"
                            + " socket: its socket unit needs one ListenStream with a path, and Accept=no",
                    null);
        }
        ListeningSocket.dontBlock(descriptor);
        return () -> new EpollServerDomainSocketChannel(descriptor, true);
    }

    @Override
    public SocketAddress address(Path socket) {
        return new DomainSocketAddress(socket.toString());
    }

    @Override
    public int descriptor(Channel accepted) {
        return ((UnixChannel) accepted).fd().intValue();
    }
}
