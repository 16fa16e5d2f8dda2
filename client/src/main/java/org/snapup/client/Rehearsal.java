package org.snapup.client;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.snapup.client.follow.Patience;
import org.snapup.client.terminal.CtrlC;
import org.snapup.client.terminal.Screen;
import org.snapup.client.terminal.Terminal;
import org.snapup.client.wire.HeadStart;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Snapshot;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Reply;
import org.snapup.protocol.Verification;

/**
 * What {@code snapup-archive} runs: the client against a daemon in the same process, so that the JVM writes down which
 * classes a start loads. Its listings and events are never shown to anybody.
 */
final class Rehearsal {
    private static final String TIME = "2026-11-23T00:00:00Z";

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        HeadStart.begin();
        Path directory = Files.createTempDirectory("snapup-archive");
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                PrintStream nowhere = nowhere()) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            play(listener, nowhere, socket, () -> 0, List.of("be", "list"), listing());
            play(
                    listener,
                    nowhere,
                    socket,
                    () -> 0,
                    List.of("--socket", socket.toString(), "be", "list", "-a"),
                    listing());
            play(listener, nowhere, socket, () -> 0, List.of("--complete", "be", "activate", ""), listing());
            play(
                    listener,
                    nowhere,
                    socket,
                    () -> 0,
                    List.of("job", "list"),
                    Reply.of(new Jobs.Listing(List.of(), TIME)));
            play(listener, nowhere, socket, () -> 0, List.of("list"), packages());
            play(
                    listener,
                    nowhere,
                    socket,
                    () -> 0,
                    List.of("verify"),
                    Reply.of(new Verification.Verified(null, List.of(), List.of(), null, null)));
            for (int columns : new int[] {0, 80}) {
                play(listener, nowhere, socket, () -> columns, List.of("install", "web"), story());
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
    }

    private static PrintStream nowhere() throws IOException {
        return Snapup.stream(new Output(new FileOutputStream("/dev/null")));
    }

    private static void play(
            ServerSocketChannel listener,
            PrintStream nowhere,
            Path socket,
            IntSupplier columns,
            List<String> words,
            Reply... replies) {
        Thread daemon = new Thread(() -> serve(listener, replies), "rehearsal");
        daemon.start();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SNAPUP_SOCKET", socket.toString());
        Screen screen = columns.getAsInt() == 0 ? Terminal.detect(false, environment) : columns::getAsInt;
        int status = new CommandLine(
                        InputStream.nullInputStream(),
                        nowhere,
                        nowhere,
                        environment,
                        Path.of("/"),
                        screen,
                        new CtrlC(),
                        Patience.USUAL)
                .run(words);
        if (status != 0) {
            throw new IllegalStateException("snapup " + words + " ended with " + status);
        }
    }

    private static void serve(ServerSocketChannel listener, Reply... replies) {
        try (SocketChannel channel = listener.accept()) {
            channel.read(ByteBuffer.allocate(64 * 1024));
            for (Reply reply : replies) {
                byte[] message = reply.encode();
                ByteBuffer bytes =
                        ByteBuffer.allocate(message.length + 1).put(message).put((byte) 0);
                bytes.flip();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.read(ByteBuffer.allocate(1)); // until the client is through
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply listing() {
        Snapshot snapshot = new Snapshot("before", 1 << 20, TIME);
        return Reply.of(new BootEnvironments.Listing(
                List.of(
                        new BootEnvironment(
                                "a",
                                "u",
                                true,
                                true,
                                "/",
                                5L << 30,
                                "static",
                                TIME,
                                null,
                                List.of(snapshot),
                                false,
                                null,
                                null),
                        new BootEnvironment(
                                "b", "v", false, false, null, 1024, "static", TIME, 7L, null, false, null, null)),
                TIME,
                null));
    }

    private static Reply packages() {
        return Reply.of(new ImageQueries.Listed(
                List.of(new ImageQueries.ListedPackage(
                        "web",
                        "example.org",
                        "1.0",
                        "pkg://example.org/web@1.0:20261123T000000Z",
                        true,
                        List.of(ImageQueries.PackageState.INSTALLED),
                        null)),
                List.of()));
    }

    private static Reply[] story() {
        Outcome outcome = new Outcome(Outcome.Result.DONE, 0, "done", null, null);
        return new Reply[] {
            Reply.continuing(Packages.Started.accepted(1, false)),
            Reply.continuing(event(1, Event.Kind.STATE, JobState.RUNNING, null, null)),
            Reply.continuing(event(2, Event.Kind.PROGRESS, null, new Event.Progress("download", 1, 2, 3, 4), null)),
            Reply.of(event(3, Event.Kind.STATE, JobState.ENDED, null, outcome))
        };
    }

    private static Packages.Started event(
            long number,
            Event.Kind kind,
            @Nullable JobState state,
            Event.@Nullable Progress progress,
            @Nullable Outcome outcome) {
        return Packages.Started.event(
                1, new Event(number, TIME, kind, state, null, null, null, progress, null, null, outcome));
    }
}
