package org.snapup.daemon.core;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.health.Health;
import org.snapup.daemon.health.Subject;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.logging.LastLines;
import org.snapup.daemon.storage.Storage;
import org.snapup.ffi.CurrentUser;
import org.snapup.protocol.Diagnosis.Finding;

/** A machine over plain directories, with a configuration and a socket that somebody listens on, to be looked at. */
final class HealthWorld implements AutoCloseable {
    final CoreWorld core;
    final Path file;
    final Path socket;
    final LastLines log;
    private final ServerSocketChannel listener;
    private Configuration configuration;
    private Clock clock = Clock.systemUTC();
    private Supplier<Optional<String>> readOnly = Optional::empty;
    private Map<String, Object> answers = Map.of();

    HealthWorld(Path folder) throws IOException {
        core = new CoreWorld(folder);
        core.start(CoreWorld.FIRST);
        socket = folder.resolve("s");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        file = folder.resolve("snapupd.toml");
        log = new LastLines(OutputStream.nullOutputStream());
        configuration = configure("members = [\"uid:0\"]");
    }

    /** Writes a configuration, which the daemon then runs with. */
    Configuration configure(String policy) throws IOException {
        return write(text(policy));
    }

    /** As {@link #configure}, the whole text. */
    Configuration write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        configuration = Configuration.load(file, CurrentUser.effectiveId());
        return configuration;
    }

    String text(String policy) {
        return "socket = \"" + socket + "\"\nstate = \"" + core.stateFolder
                + "\"\n[storage]\ntype = \"directory\"\nroot = \"" + core.root + "\"\nlive = \"" + CoreWorld.FIRST
                + "\"\nreserve_mib = 1\n[policy]\n" + policy + "\n";
    }

    HealthWorld at(Clock now) {
        clock = now;
        return this;
    }

    HealthWorld readOnly(String reason) {
        readOnly = () -> Optional.of(reason);
        return this;
    }

    /** Lets {@code Storage} or {@code Queue} answer a question, named with it, otherwise than the real one does. */
    HealthWorld answering(String method, Object answer) {
        answers = Map.of(method, answer);
        return this;
    }

    Health health() {
        return new Health(subject(), log);
    }

    Subject subject() {
        return new Subject(
                () -> configuration,
                file,
                CurrentUser.effectiveId(),
                otherwise(Storage.class, core.storage()),
                "tiny",
                core.state(),
                core.core().view(),
                otherwise(Queue.class, core.queue()),
                readOnly,
                core.core().tally(),
                () -> 3,
                "1.0",
                Instant.parse("2026-01-01T00:00:00Z"),
                clock);
    }

    /** What the real one answers, but for what the test says. */
    private <T> T otherwise(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.get(type.getSimpleName() + "." + method.getName());
                    try {
                        return answer != null ? answer : method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    List<Finding> findings() {
        return health().check(true);
    }

    Finding finding(String id) {
        List<Finding> found =
                findings().stream().filter(finding -> finding.id().equals(id)).toList();
        if (found.size() != 1) {
            throw new AssertionError("not one finding " + id + " in " + findings());
        }
        return found.get(0);
    }

    @Override
    public void close() {
        core.close();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
