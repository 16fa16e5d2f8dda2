package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.Program;

/** Client, daemon and tools together, started as users start them. */
@Timeout(300)
class WholeProgramIT {
    private static final Path TOOLS =
            Path.of("..", "daemon", "bin").toAbsolutePath().normalize();
    private static final String QUICKSTART = TOOLS.resolve("quickstart").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @AfterEach
    void stop() throws Exception {
        tour("--stop");
        Path pid = directory.resolve("pid");
        if (Files.exists(pid)) {
            Program.shell(
                            "kill -KILL \"$1\" 2>/dev/null; exit 0",
                            Files.readString(pid).strip())
                    .await();
        }
    }

    private Program tour(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", QUICKSTART);
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(Map.of("TMPDIR", directory.toString()));
        return Program.of(builder).await();
    }

    @Test
    void shouldGiveTheTour() throws Exception {
        Program tour = tour();

        assertThat(tour.status()).as(tour.out() + tour.err()).isZero();
        assertThat(tour.out())
                .contains("Job 1 is done: BE be0-1 has the change")
                .contains("be0: hello from version 1.0")
                .contains("next: hello from version 2.0")
                .containsPattern("2 +ImageUpdate +undone");
        assertThat(tour.err()).contains("job 2 failed and is undone");

        Program reboot = tour("--reboot");
        assertThat(reboot.status()).as(reboot.err()).isZero();
        assertThat(reboot.out()).containsPattern("be0-1 +NR");

        killDaemon();
        Program afterDeath = tour("--reboot");
        assertThat(afterDeath.status()).as(afterDeath.err()).isZero();
        assertThat(afterDeath.out()).containsPattern("be0-1 +NR");

        killDaemon();
        assertThat(tour("--stop").status()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    private void killDaemon() throws IOException, InterruptedException {
        Program kill = Program.shell("kill -KILL \"$(cat \"$1\"/*/snapupd.pid)\"", directory.toString());
        assertThat(kill.await().status()).as(kill.err()).isZero();
    }

    @Test
    void shouldRunInAnEmptyEnvironmentOnNamesBeyondAscii() throws Exception {
        Path manifest = directory.resolve("p.p5m");
        Files.createDirectories(directory.resolve("proto"));
        Files.writeString(directory.resolve("proto/menu"), "espresso\n");
        Files.writeString(manifest, """
            set name=pkg.fmri value=pkg:/bar@1.0
            dir path=opt owner=root group=sys mode=0755
            dir path=opt/caf\u00e9 owner=root group=sys mode=0755
            file menu path=opt/caf\u00e9/men\u00fc owner=root group=bin mode=0644
            """, StandardCharsets.UTF_8);
        Program done = Program.shell("""
            set -eu
            d=$1 t=$2 snapup=$3
            bare() { env -i "$@"; }
            bare "$t/snapup-repo" create -p test "$d/repo"
            bare "$t/snapup-repo" publish -s "$d/repo" -d "$d/proto" "$d/p.p5m"
            mkdir "$d/be" "$d/run"
            bare "$t/snapup-image" create -p "test=file://$d/repo" "$d/be/be0"
            printf 'socket = "%s"\\nstate = "%s"\\n' "$d/run/s" "$d/state" >"$d/c.toml"
            printf '[storage]\\ntype = "directory"\\nroot = "%s"\\nlive = "be0"\\nreserve_mib = 1\\n' "$d/be" >>"$d/c.toml"
            printf '[policy]\\nmembers = []\\n' >>"$d/c.toml"
            chmod 600 "$d/c.toml"
            env -i "$t/snapupd" --config "$d/c.toml" >"$d/log" 2>&1 &
            echo $! >"$d/pid"
            i=0
            while [ ! -S "$d/run/s" ] && [ $i -lt 300 ]; do i=$((i + 1)); sleep 0.1; done
            bare "$snapup" --socket "$d/run/s" install bar
            bare "$snapup" --socket "$d/run/s" be list -H
            """, directory.toString(), TOOLS.toString(), Program.SNAPUP.toString());
        done.await();

        assertThat(done.status()).as(done.out() + done.err()).isZero();
        assertThat(directory.resolve("be/be0/opt/caf\u00e9/men\u00fc")).hasContent("espresso");
    }
}
