package org.snapup.daemon.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import java.net.SocketAddress;
import java.nio.file.Path;

/** A way to serve a Unix domain socket with netty. */
public interface Transport {
    /** For logs. */
    String name();

    IoHandlerFactory ioHandler();

    ChannelFactory<? extends ServerChannel> listener();

    /**
     * A listener over a socket that listens already.
     *
     * @throws org.snapup.protocol.SnapupException {@code BAD_CONFIGURATION} where this transport can't, or it is no such
     *     socket
     */
    ChannelFactory<? extends ServerChannel> inherited(int descriptor);

    SocketAddress address(Path socket);

    /** The file descriptor of an accepted, open channel; to be asked for and used on its event loop. */
    int descriptor(Channel accepted);

    /** netty's native transport where its library is there for this system, the portable one everywhere else. */
    static Transport forThisSystem() {
        return Epoll.isAvailable() ? new EpollTransport() : new PortableTransport();
    }
}
