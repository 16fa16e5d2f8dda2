package org.snapup.client.wire;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.snapup.protocol.Call;
import org.snapup.protocol.Reply;

/**
 * The daemon behind a socket.
 *
 * @param socket where it listens
 */
public record Daemon(Path socket) {
    /** How long a daemon may take to answer what it answers from memory; it is generous for a machine that swaps. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    public Daemon {
        requireNonNull(socket, "socket");
    }

    /**
     * Asks for one reply.
     *
     * @throws org.snapup.protocol.SnapupException when the reply is an error
     * @throws DaemonException when no reply came within the limit
     */
    public Reply ask(Call call, Duration limit) throws IOException {
        byte[] message = call.encode();
        try (Connection connection = new Connection();
                Watchdog watchdog = new Watchdog(connection, limit)) {
            try {
                connect(connection);
                connection.send(message);
                return succeeded(connection.receive());
            } catch (IOException e) {
                throw watchdog.hasBarked() ? silent(limit) : lost(e);
            }
        }
    }

    /** Takes an answer that comes in parts, each as it comes. */
    public interface Parts {
        void next(Map<String, ?> parameters) throws IOException;
    }

    /**
     * Asks for an answer in parts.
     *
     * @param limit for the whole answer
     * @throws org.snapup.protocol.SnapupException when a reply is an error
     * @throws DaemonException when the last part did not come within the limit
     */
    public void ask(Call call, Duration limit, Parts parts) throws IOException {
        byte[] message = call.encode();
        try (Connection connection = new Connection();
                Watchdog watchdog = new Watchdog(connection, limit)) {
            Reply reply;
            do {
                try {
                    if (!connection.isConnected()) {
                        connect(connection);
                        connection.send(message);
                    }
                    reply = succeeded(connection.receive());
                } catch (IOException e) {
                    throw watchdog.hasBarked() ? silent(limit) : lost(e);
                }
                parts.next(reply.parameters());
            } while (reply.continues());
        }
    }

    /**
     * A connection with one call sent on it, for {@code receive}.
     *
     * @throws DaemonException when the daemon can't be reached within the limit
     */
    public Connection start(Call call, Duration limit) throws IOException {
        byte[] message = call.encode();
        Connection connection = new Connection();
        try (Watchdog watchdog = new Watchdog(connection, limit)) {
            try {
                connect(connection);
                connection.send(message);
                return connection;
            } catch (IOException e) {
                connection.close();
                throw watchdog.hasBarked() ? silent(limit) : lost(e);
            }
        }
    }

    /** The reply itself, unless it is an error. */
    public static Reply succeeded(Reply reply) {
        if (reply.error() != null) {
            throw reply.toException();
        }
        return reply;
    }

    private void connect(Connection connection) throws IOException {
        try {
            connection.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(e);
        }
    }

    private IOException lost(IOException e) {
        if (e instanceof DaemonException known) {
            return known;
        }
        String what = e instanceof EOFException
                ? "the daemon went away before it answered"
                : "lost the daemon: " + requireNonNullElse(e.getMessage(), e.toString());
        return new DaemonException(
                what, "whether it took the request, shows: snapup job list -a\n" + startCommand(), e);
    }

    private DaemonException silent(Duration limit) {
        return new DaemonException(
                "the daemon at " + socket + " has not answered for " + limit.toSeconds() + " s",
                "it may be stuck; its log and its process tell why",
                null);
    }

    private DaemonException unreachable(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Permission denied")) {
            return new DaemonException(
                    "permission denied on the daemon's socket " + socket,
                    "the folders that lead to it must be open to you; the administrator can change that",
                    e);
        }
        if (Files.notExists(socket)) {
            return new DaemonException(
                    "no daemon: there is no socket at " + socket,
                    startCommand() + "\na daemon elsewhere is reached with --socket PATH or SNAPUP_SOCKET",
                    e);
        }
        if (message.contains("refused")) {
            return new DaemonException("no daemon: nothing listens at " + socket, startCommand(), e);
        }
        return new DaemonException(
                "can't connect to " + socket + ": " + message, "is it the socket of snapupd? See --socket PATH", e);
    }

    /** How this system starts the daemon. */
    private static String startCommand() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return "start it with: "
                + (system.contains("sunos")
                        ? "svcadm enable snapupd"
                        : system.contains("linux") ? "systemctl start snapupd" : "service snapupd start");
    }
}
