package org.snapup.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.snapup.protocol.Call;

/** Calls this daemon through its own socket, as any client does, so that what a call takes has been loaded and compiled. */
final class OwnClient {
    private final Path socket;

    OwnClient(Path socket) {
        this.socket = socket;
    }

    /**
     * Calls on a connection of its own, and reads replies to the last one.
     *
     * @return the last reply, JSON
     */
    String call(Call call) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            OutputStream out = Channels.newOutputStream(channel);
            byte[] message = call.encode();
            out.write(Arrays.copyOf(message, message.length + 1));
            InputStream in = Channels.newInputStream(channel);
            String reply = read(in);
            while (reply.contains("\"continues\":true")) {
                reply = read(in);
            }
            return reply;
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int b = in.read(); b > 0; b = in.read()) {
            message.write(b);
        }
        return message.toString(StandardCharsets.UTF_8);
    }
}
