package org.snapup.daemon.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.snapup.protocol.Call;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** A client that can also misbehave. */
public final class WireClient implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    public WireClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    /** Sends the bytes as they are. */
    public WireClient sendRaw(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    public WireClient sendText(String text) throws IOException {
        return sendRaw(text.getBytes(StandardCharsets.UTF_8));
    }

    public WireClient send(Call call) throws IOException {
        return sendRaw(call.encode()).sendRaw(new byte[1]);
    }

    public WireClient send(String method, Record parameters, boolean more) throws IOException {
        return send(Call.of(method, parameters, more));
    }

    public Reply call(String method, Record parameters) throws IOException {
        return send(method, parameters, false).receive();
    }

    /** @throws EOFException when the server closed the connection */
    public Reply receive() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after " + message.size() + " bytes");
            }
            message.write(b);
        }
        return Reply.decode(message.toByteArray());
    }

    public <T extends Record> T receive(Class<T> type) throws IOException {
        Reply reply = receive();
        if (reply.error() != null) {
            throw reply.toException();
        }
        return RecordCodec.fromMap(type, reply.parameters(), RecordCodec.Unknown.REFUSE);
    }

    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
