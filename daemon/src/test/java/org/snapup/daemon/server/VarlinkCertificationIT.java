package org.snapup.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.access.Members;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.ffi.peer.Accounts;
import org.snapup.testing.Requires;

/** Another implementation's certification client passes against our framing, codec and connection. */
final class VarlinkCertificationIT {
    @TempDir
    Path folder;

    static Stream<Supplier<Transport>> transports() {
        return TestServer.transports();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldPassTheCertificationOfVarlinkGo(Supplier<Transport> transport) throws Exception {
        Path program = Requires.program("varlink-go-certification", "varlink-go");
        Accounts accounts = new Accounts();
        Certification certification = new Certification();
        Path socket = folder.resolve("s");
        try (Identification identification =
                        new Identification(accounts, Members.parse(List.of(), accounts), 0, Duration.ofSeconds(5));
                Server server =
                        Server.start(socket, transport.get(), ServerLimits.STANDARD, identification, certification)) {
            Process client = new ProcessBuilder(program.toString(), "-client", "-varlink", "unix:" + socket)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(certification.mistakes()).as(output).isEmpty();
            assertThat(certification.passed()).as(output).isEqualTo(Certification.STEPS);
            assertThat(output).doesNotContain("failed").contains("End: 'true'");
            assertThat(server.connections()).isLessThanOrEqualTo(1);
        }
    }
}
