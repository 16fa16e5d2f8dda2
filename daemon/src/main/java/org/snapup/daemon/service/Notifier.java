package org.snapup.daemon.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.logging.LogText;

/**
 * Tells the service manager how the daemon is: datagrams of {@code NAME=VALUE} lines to the socket that {@code
 * NOTIFY_SOCKET} names (sd_notify(3)), and, for managers without one, the line {@code ready} into the file or pipe that
 * {@code SNAPUPD_READY} names. Says nothing where neither is set. Never fails: what can't be told is logged. Safe on any
 * thread.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String READY_FILE = "SNAPUPD_READY";

    private final Optional<String> socket;
    private final Optional<Path> readyFile;

    private Notifier(Optional<String> socket, Optional<Path> readyFile) {
        this.socket = socket;
        this.readyFile = readyFile;
    }

    public static Notifier of(Map<String, String> environment) {
        return new Notifier(
                Optional.ofNullable(environment.get(SOCKET)).filter(name -> name.length() > 1),
                Optional.ofNullable(environment.get(READY_FILE)).map(Path::of));
    }

    /** Clients can connect, or the configuration was read again. */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + LogText.escape(status));
    }

    /** Once, at the first start. */
    public void started(String status) {
        ready(status);
        readyFile.ifPresent(Notifier::writeReady);
    }

    public void status(String status) {
        send("STATUS=" + LogText.escape(status));
    }

    /** Until the next {@link #ready}. */
    public void reloading() {
        // the JVM takes nanoTime from CLOCK_MONOTONIC, which is the clock that is meant
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
    }

    public void stopping() {
        send("STOPPING=1\nSTATUS=stopping: a job goes on to its next safe point");
    }

    private void send(String lines) {
        if (socket.isEmpty()) {
            return;
        }
        String name = socket.get();
        // a name in Linux' abstract namespace is written with @ where it has NUL
        String path = name.startsWith("@") ? '\0' + name.substring(1) : name;
        try (UnixDatagramChannel channel = UnixDatagramChannel.open()) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
            channel.send(bytes, new UnixSocketAddress(path));
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("socket", name).setCause(e).log("the service manager can't be told");
        }
    }

    private static void writeReady(Path file) {
        try {
            Files.writeString(file, "ready\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("nobody could be told that snapupd is ready");
        }
    }
}
