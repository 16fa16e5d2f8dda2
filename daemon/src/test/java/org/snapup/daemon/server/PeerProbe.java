package org.snapup.daemon.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Run as another user: sends calls to a socket and prints one line for each reply. Needs nothing but the JDK, so that
 * its one class file can be put where any user can read it.
 */
public final class PeerProbe {
    private PeerProbe() {}

    /** @param arguments the socket, then the calls as JSON */
    public static void main(String[] arguments) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
            InputStream in = Channels.newInputStream(channel);
            for (int i = 1; i < arguments.length; i++) {
                ByteBuffer call = ByteBuffer.wrap((arguments[i] + '\0').getBytes(StandardCharsets.UTF_8));
                while (call.hasRemaining()) {
                    channel.write(call);
                }
                List<Byte> reply = new ArrayList<>();
                for (int b = in.read(); b > 0; b = in.read()) {
                    reply.add((byte) b);
                }
                byte[] bytes = new byte[reply.size()];
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] = reply.get(at);
                }
                System.out.println(new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }
}
