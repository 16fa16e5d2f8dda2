package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;

/** A service manager's end of sd_notify(3): what was said, message by message. */
final class NotifySocket implements AutoCloseable {
    private static final int LONGEST = 4096;

    private final UnixDatagramChannel channel;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    NotifySocket(Path path) throws IOException {
        channel = UnixDatagramChannel.open();
        channel.bind(new UnixSocketAddress(path.toFile()));
        Thread reader = new Thread(this::read, "notify-socket");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST);
        try {
            while (channel.receive(bytes) != null) {
                bytes.flip();
                said.add(StandardCharsets.UTF_8.decode(bytes).toString());
                bytes.clear();
            }
        } catch (IOException e) {
            said.add("closed: " + e);
        }
    }

    /** Everything up to the first message with this in it, that one included. */
    List<String> await(String wanted) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        do {
            String message = said.poll(60, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nobody said " + wanted + ", but " + messages);
            }
            messages.add(message);
        } while (!requireNonNull(messages.get(messages.size() - 1)).contains(wanted));
        return messages;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
