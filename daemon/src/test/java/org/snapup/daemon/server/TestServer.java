package org.snapup.daemon.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.access.Members;
import org.snapup.daemon.server.access.Policy;
import org.snapup.daemon.server.calls.CallAdapter;
import org.snapup.daemon.server.calls.Diagnoses;
import org.snapup.daemon.server.calls.DryRuns;
import org.snapup.daemon.server.calls.Transfers;
import org.snapup.daemon.server.transport.EpollTransport;
import org.snapup.daemon.server.transport.PortableTransport;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.ffi.CurrentUser;
import org.snapup.ffi.peer.Accounts;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Interfaces;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Service;
import org.snapup.protocol.Verification;

/** The server as the daemon has it, over a queue in memory. */
final class TestServer implements AutoCloseable {
    static final int PACKAGES = 1000;
    static final int PART_BYTES = 64 << 10;

    static final ServerLimits LIMITS = new ServerLimits(
            1024, 256, 16, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(10), 64 << 20);
    private static final String TIME = "2026-11-23T05:00:00Z";

    /** Whom the daemon runs as: nobody who calls, unless root isn't there to call as an administrator. */
    private static final long OWNER = CurrentUser.isPrivileged() ? 4_000_000_000L : CurrentUser.effectiveId();

    final Path socket;
    final MemoryQueue queue = new MemoryQueue();
    final AtomicInteger answered = new AtomicInteger(); // questions about contents
    final Server server;
    private final Identification identification;
    private final CallAdapter adapter;

    TestServer(Path folder, Transport transport, ServerLimits limits, String... members) {
        socket = folder.resolve("s");
        identification = new Identification(
                new Accounts(), Members.parse(List.of(members), new Accounts()), OWNER, limits.identification());
        adapter = new CallAdapter(
                new CallAdapter.Parts(
                        queue,
                        TestServer::view,
                        new Plans(),
                        this::answer,
                        TestServer::export,
                        new Transfers(transfers(folder), Set.of(), Clock.systemUTC()),
                        new Healthy(),
                        limits,
                        new Service.Info("snapup", "snapupd", "test", "https://snapup.org", Interfaces.ALL)),
                Policy.standard());
        server = Server.start(socket, transport, limits, identification, adapter);
    }

    /** A machine in health. */
    private static final class Healthy implements Diagnoses {
        @Override
        public List<Diagnosis.Finding> check(boolean admin) {
            return List.of();
        }

        @Override
        public String metrics() {
            return "# EOF\n";
        }

        @Override
        public List<Diagnosis.Bundled> bundle() {
            return List.of(new Diagnosis.Bundled("README", ""));
        }
    }

    /** Both ways to listen. */
    static Stream<Supplier<Transport>> transports() {
        return Stream.of(EpollTransport::new, PortableTransport::new);
    }

    WireClient connect() throws IOException {
        return new WireClient(socket);
    }

    private static BootEnvironments.Listing view() {
        return new BootEnvironments.Listing(
                List.of(new BootEnvironment(
                        "be-1",
                        "7b1b6b7c-2d0e-4d3c-9a53-2f6d1c9f5e11",
                        true,
                        true,
                        "/",
                        1,
                        "static",
                        TIME,
                        null,
                        List.of(new BootEnvironments.Snapshot("before", 1, TIME)),
                        false,
                        null,
                        null)),
                TIME,
                null);
    }

    static Path transfers(Path folder) {
        try {
            return Files.createDirectories(folder.resolve("transfers"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many bytes as the snapshot's name says, each the lowest eight bits of its place. */
    private static void export(BootEnvironments.ExportRequest request, OutputStream to) throws IOException {
        int bytes = Integer.parseInt(request.name().substring(request.name().indexOf('@') + 1));
        byte[] part = new byte[256 * 257];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) i;
        }
        for (int at = 0; at < bytes; at += part.length) {
            to.write(part, 0, Math.min(part.length, bytes - at));
        }
    }

    /** A thousand packages, no finding, no publisher. */
    private Record answer(
            ImageQueries.Query query, Consumer<Record> parts, Consumer<Progress> progress, BooleanSupplier gone) {
        if (query instanceof ImageQueries.ListRequest) {
            List<ImageQueries.ListedPackage> packages = IntStream.range(0, PACKAGES)
                    .mapToObj(i -> new ImageQueries.ListedPackage(
                            "p" + i,
                            "test",
                            "1",
                            "pkg://test/p" + i + "@1",
                            true,
                            List.of(ImageQueries.PackageState.INSTALLED),
                            null))
                    .toList();
            return new ImageQueries.Listed(packages, List.of("nosuch"));
        } else if (query instanceof Verification.VerifyRequest) {
            progress.accept(new Progress("verify", 1, 2, 0, 0));
            return new Verification.Verified(null, List.of(), null, null, null);
        }
        if (query instanceof ImageQueries.ContentsRequest request) {
            return contents(
                    Integer.parseInt(ImageQueries.orEmpty(request.packages()).get(0)), parts);
        }
        return new ImageQueries.Publishing(List.of());
    }

    /** That many parts of about 64 KiB each. */
    private Record contents(int number, Consumer<Record> parts) {
        try {
            for (int i = 0; i < number - 1; i++) {
                parts.accept(contained(i, null));
            }
            return contained(number - 1, List.of("nosuch"));
        } finally {
            answered.incrementAndGet();
        }
    }

    private static ImageQueries.Contained contained(int part, @Nullable List<String> unmatched) {
        String line = "x".repeat(PART_BYTES);
        return new ImageQueries.Contained(
                List.of(new ImageQueries.Content("pkg:/p" + part + "@1", "file", null, null, line, null)), unmatched);
    }

    private static final class Plans implements DryRuns {
        @Override
        public Plan packages(JobRequest request) {
            return new Plan(List.of(), true, false, 0, 0, List.of(request.kind()));
        }

        @Override
        public DestroyPlan destroy(DestroyRequest request) {
            return new DestroyPlan(List.of(), List.of(request.name()), List.of(), 0);
        }
    }

    @Override
    public void close() {
        server.close();
        adapter.close();
        identification.close();
    }
}
