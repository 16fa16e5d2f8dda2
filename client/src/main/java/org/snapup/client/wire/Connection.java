package org.snapup.client.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.snapup.protocol.Json;
import org.snapup.protocol.Reply;

/**
 * One connection to the daemon: Varlink messages, each ended by a NUL byte. One thread sends, one thread receives;
 * {@link #close} may come from any thread and ends a call that waits.
 */
public final class Connection implements Closeable {
    private static final int FIRST_BUFFER_BYTES = 16 * 1024;

    static {
        nameProvider("java.nio.channels.spi.SelectorProvider", "sun.nio.ch.EPollSelectorProvider");
    }

    private final SocketChannel channel;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int start;
    private int end;

    /** Names the maker of channels that the JDK has on Linux: looking for others in each archive takes a tenth of a start. */
    private static void nameProvider(String property, String provider) {
        if (System.getProperty(property) == null) {
            try {
                Class.forName(provider, false, null);
                System.setProperty(property, provider);
            } catch (ClassNotFoundException e) {
                return; // another system, or another JDK: it looks
            }
        }
    }

    /** A connection that isn't connected yet. */
    public Connection() throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    public void connect(UnixDomainSocketAddress address) throws IOException {
        channel.connect(address);
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    /** @param message without the NUL byte that ends it */
    public void send(byte[] message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(message, message.length + 1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * The next reply; waits for it.
     *
     * @throws EOFException when the daemon has closed the connection
     * @throws IOException when the connection broke or the bytes are no reply
     */
    public Reply receive() throws IOException {
        int searched = start;
        while (true) {
            for (; searched < end; searched++) {
                if (buffer[searched] == 0) {
                    Reply reply = Reply.decode(Arrays.copyOfRange(buffer, start, searched));
                    start = searched + 1;
                    return reply;
                }
            }
            int behind = start;
            makeRoom();
            searched -= behind - start;
            int count = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
            if (count < 0) {
                throw new EOFException("the daemon closed the connection");
            }
            end += count;
        }
    }

    private void makeRoom() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (end < buffer.length) {
            return;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end >= Json.MAX_REPLY_BYTES) {
            throw new IOException("a reply is longer than " + Json.MAX_REPLY_BYTES + " bytes");
        } else {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
