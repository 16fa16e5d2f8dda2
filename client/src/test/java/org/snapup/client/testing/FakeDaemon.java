package org.snapup.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** Speaks the protocol on a real socket as a test tells it to; a thread a connection. */
public final class FakeDaemon implements AutoCloseable {
    /** What to do with a call; throws {@link SnapupException} for an error reply. */
    public interface Script {
        void play(Call call, Talk talk) throws IOException, InterruptedException;
    }

    /** One connection, as a script sees it. */
    public record Talk(SocketChannel channel) {
        public void reply(Record parameters) throws IOException {
            write(Reply.of(parameters).encode());
        }

        public void continuing(Record parameters) throws IOException {
            write(Reply.continuing(parameters).encode());
        }

        public void error(SnapupException e) throws IOException {
            write(Reply.of(e).encode());
        }

        /** Raw bytes, and the NUL that ends them. */
        public void write(byte[] message) throws IOException {
            ByteBuffer bytes =
                    ByteBuffer.allocate(message.length + 1).put(message).put((byte) 0);
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        public void hangUp() throws IOException {
            channel.close();
        }
    }

    private final Path socket;
    private final ServerSocketChannel listener;
    private final Thread acceptor;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    public FakeDaemon(Path socket) throws IOException {
        this.socket = socket;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        acceptor = start(this::accept);
    }

    public FakeDaemon on(String method, Script script) {
        scripts.put(method, script);
        return this;
    }

    public FakeDaemon answer(String method, Record parameters) {
        return on(method, (call, talk) -> talk.reply(parameters));
    }

    /** Job 3 is whatever is asked for; its only event is that it is done. */
    public FakeDaemon doEveryJob(String outcome) {
        Packages.Started done =
                Packages.Started.event(3, new Story().done(outcome).events().get(0));
        for (Methods.Method method : Methods.all().values()) {
            if (method.mutating()) {
                answer(method.name(), done);
            }
        }
        return this;
    }

    public FakeDaemon refuse(String method, ErrorCode code, @Nullable String subject, String message) {
        return on(method, (call, talk) -> {
            throw new SnapupException(code, subject, message, null);
        });
    }

    public Path socket() {
        return socket;
    }

    /** Every call so far. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    private void accept() throws IOException {
        while (listener.isOpen()) {
            SocketChannel channel = listener.accept();
            open.add(channel);
            start(() -> serve(channel));
        }
    }

    private void serve(SocketChannel channel) throws IOException, InterruptedException {
        Talk talk = new Talk(channel);
        InputStream in = Channels.newInputStream(channel);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != 0) {
                message.write(b);
                continue;
            }
            Call call = Call.decode(message.toByteArray());
            message.reset();
            calls.add(call);
            try {
                Script script = scripts.get(call.method());
                if (script == null) {
                    throw new SnapupException(ErrorCode.METHOD_NOT_FOUND, call.method(), "no script", null);
                }
                script.play(call, talk);
            } catch (SnapupException e) {
                talk.error(e);
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** A closed channel is how these threads end. */
    private Thread start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        if (listener.isOpen()
                                && !open.isEmpty()
                                && open.stream().allMatch(SocketChannel::isOpen)) {
                            throw new UncheckedIOException(e);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "fake-daemon");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Closes everything at once, as a daemon that was killed; the socket file stays. */
    public void die() throws IOException {
        listener.close();
        try {
            // until then the kernel may still take a connection for the accept(2) that is under way
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        die();
        Files.deleteIfExists(socket);
    }
}
