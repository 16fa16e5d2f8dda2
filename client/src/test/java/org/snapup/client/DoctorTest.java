package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Needed;
import org.snapup.client.testing.Program;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.Diagnosis.Bundled;
import org.snapup.protocol.Diagnosis.Checked;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Diagnosis.Level;
import org.snapup.protocol.ErrorCode;

@ExtendWith(FakeDaemons.class)
class DoctorTest {
    private static final Finding FINE = new Finding("queue", Level.OK, "the queue", "0 jobs run or wait", null);
    private static final Finding NOTE = new Finding("members", Level.NOTE, "group:x", "matches nobody", "groupadd x");
    private static final Finding BAD =
            new Finding("boot-loader", Level.PROBLEM, "activation", "no loader\u001b[31m follows", "--no-activate");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final FakeDaemon daemon;

    DoctorTest(FakeDaemon daemon) {
        this.daemon = daemon;
        finds(FINE, NOTE);
    }

    @Test
    void shouldEndWellWithoutAProblem() {
        Running run = Running.of(daemon, "doctor");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                ok       daemon             %s: answers
                ok       queue              the queue: 0 jobs run or wait
                note     members            group:x: matches nobody
                         do: groupadd x
                No problems.
                """.formatted(daemon.socket()));
    }

    @Test
    void shouldFailWithAProblemAndSayWhatToDo() {
        finds(FINE, BAD);

        Running run = Running.of(daemon, "doctor");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("problem  boot-loader        activation: no loader")
                .contains("         do: --no-activate\n")
                .endsWith("1 problem.\n")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldPrintJson() {
        finds(BAD);

        Running run = Running.of(daemon, "doctor", "--json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("{\"findings\":[{\"id\":\"daemon\",\"level\":\"ok\",")
                .contains("{\"id\":\"boot-loader\",\"level\":\"problem\",\"subject\":\"activation\"");
    }

    @Test
    void shouldSayThatTheDaemonIsTooOld() {
        daemon.refuse(Diagnosis.CHECK, ErrorCode.INTERFACE_NOT_FOUND, "org.snapup.Diagnosis", "no such interface");

        Running run = Running.of(daemon, "doctor");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("problem  daemon").contains("restart the daemon");
    }

    @Test
    void shouldLookAroundWithoutASocket() {
        Running run = doctorAt(directory.resolve("nothing"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("problem +daemon +.*no daemon: there is no socket")
                .containsPattern("problem +socket +.*isn't there");
    }

    @Test
    void shouldLookAroundASocketThatADeadDaemonLeft() throws IOException {
        Path stale = directory.resolve("stale");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(stale));
        }

        Running run = doctorAt(stale);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("problem +daemon +.*nothing listens")
                .containsPattern("note +socket +.*a daemon that was killed leaves it");
    }

    @Test
    void shouldLookAroundWhatIsNoSocket() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        Running run = doctorAt(file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).containsPattern("problem +socket +.*is no socket");
    }

    @Test
    void shouldPrintTheMeasurements() {
        daemon.answer(Diagnosis.METRICS, new Diagnosis.Measured("# TYPE a gauge\na 1\n# EOF\n"));

        assertThat(Running.of(daemon, "metrics").out()).isEqualTo("# TYPE a gauge\na 1\n# EOF\n");
        assertThat(Running.of(daemon, "metrics", "--json").out())
                .isEqualTo("{\"text\":\"# TYPE a gauge\\na 1\\n# EOF\\n\"}\n");
    }

    @Test
    void shouldWriteABundleThatTarReads() throws Exception {
        String tar = Needed.program("tar", "tar");
        String big = "caf\u00e9 ".repeat(1000);
        sends(
                new Bundled("README", "read me\n"),
                new Bundled("jobs/0000000001.jsonl", big),
                new Bundled("jobs/0000000001.jsonl", "the rest\n"),
                new Bundled("log.txt", ""));
        Path file = directory.resolve("b.tar.gz");

        Running run = Running.of(daemon, "doctor", "--bundle", file.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("The bundle is " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Program listed = Program.start(tar, "tzf", file.toString()).await();
        assertThat(listed.out().lines())
                .containsExactly("b/README", "b/jobs/0000000001.jsonl", "b/log.txt", "b/client-findings.json");
        Program unpacked = Program.start(tar, "xzf", file.toString(), "-C", directory.toString())
                .await();
        assertThat(unpacked.err()).isEmpty();
        assertThat(directory.resolve("b/jobs/0000000001.jsonl")).hasContent(big + "the rest\n");
        assertThat(Files.readString(directory.resolve("b/client-findings.json")))
                .contains("\"id\":\"members\"");
    }

    @Test
    void shouldReplaceNoFileByABundle() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine"), "mine");
        sends(new Bundled("README", ""));

        Running run = Running.of(daemon, "doctor", "--bundle", mine.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is there already");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void shouldLeaveNoHalfBundle() {
        daemon.on(Diagnosis.BUNDLE, (call, talk) -> {
            talk.continuing(new Bundled("README", "x"));
            talk.hangUp();
        });
        Path file = directory.resolve("b.tar.gz");

        Running run = Running.of(daemon, "doctor", "--bundle", file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldPutNoStrangeNameIntoABundle() {
        sends(new Bundled("../../etc/passwd", "x"));
        Path file = directory.resolve("b.tar.gz");

        Running run = Running.of(daemon, "doctor", "--bundle", file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("no plain name");
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldSayThatABundleIsForAdministrators() {
        daemon.refuse(Diagnosis.BUNDLE, ErrorCode.PERMISSION_DENIED, Diagnosis.BUNDLE, "no");
        Path file = directory.resolve("b.tar.gz");

        Running run = Running.of(daemon, "doctor", "--bundle", file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("permission denied");
        assertThat(file).doesNotExist();
    }

    private void finds(Finding... findings) {
        daemon.answer(Diagnosis.CHECK, new Checked(List.of(findings), "2026-11-23T05:00:00Z"));
    }

    private void sends(Bundled... parts) {
        daemon.on(Diagnosis.BUNDLE, (call, talk) -> {
            for (int i = 0; i < parts.length - 1; i++) {
                talk.continuing(parts[i]);
            }
            talk.reply(parts[parts.length - 1]);
        });
    }

    private static Running doctorAt(Path socket) {
        return Running.of(Map.of(), "--socket", socket.toString(), "doctor");
    }
}
