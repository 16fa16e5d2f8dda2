package org.snapup.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

final class ConfigurationTest {
    private static final Path SAMPLE = Path.of("src/main/config/snapupd.toml");

    private static final String LEAST = """
        [storage]
        type = "zfs"
        root = "rpool/ROOT"
        """;

    @Test
    void shouldReadEveryKey() {
        Configuration read = Configuration.parse("""
            socket = "/run/other.sock"
            state = "/var/lib/other"
            [storage]
            type = "directory"
            root = "/bes"
            live = "be-1"
            reserve_mib = 0
            [packages]
            engine = "command"
            description = "/etc/snapup/dnf.toml"
            rehearsal = false
            [policy]
            administrators = ["group:wheel"]
            members = ["user:alice", "uid:1000"]
            updaters = ["group:operators"]
            [boot]
            archive = ["/usr/sbin/update-initramfs", "-u"]
            [service]
            idle_exit_s = 600
            inhibit = false
            [jobs]
            keep = 20
            keep_days = 90
            [metrics]
            file = "/var/lib/node_exporter/snapup.prom"
            interval_seconds = 15
            """, "x.toml");

        assertThat(read)
                .isEqualTo(new Configuration(
                        Path.of("/run/other.sock"),
                        Optional.of(Path.of("/var/lib/other")),
                        new Configuration.Storage("directory", "/bes", Optional.of("be-1"), 0),
                        new Configuration.Packages(
                                "command", Optional.of(Path.of("/etc/snapup/dnf.toml")), Optional.empty(), false),
                        new Configuration.Policy(
                                List.of("group:wheel"), List.of("user:alice", "uid:1000"), List.of("group:operators")),
                        new Configuration.Boot(List.of("/usr/sbin/update-initramfs", "-u")),
                        new Configuration.Service(Optional.of(Duration.ofMinutes(10)), false),
                        new Configuration.Jobs(20, 90),
                        new Configuration.Metrics(
                                Optional.of(Path.of("/var/lib/node_exporter/snapup.prom")), Duration.ofSeconds(15))));
    }

    @Test
    void shouldMeanTheSampleByWhatIsLeftOut() throws IOException {
        Configuration least = Configuration.parse(LEAST, "least.toml");

        assertThat(Configuration.parse(Files.readString(SAMPLE), "sample")).isEqualTo(least);
        assertThat(least.socket()).hasToString("/run/snapup/snapupd.sock");
        assertThat(least.state()).isEmpty();
        assertThat(least.policy().members()).containsExactly("group:snapup");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket",
                "state",
                "storage.type",
                "storage.root",
                "storage.live",
                "storage.reserve_mib",
                "packages.engine",
                "packages.description",
                "packages.program",
                "policy.members",
                "boot.archive"
            })
    void shouldDocumentEveryKey(String key) throws IOException {
        String inTable = key.substring(key.indexOf('.') + 1);

        assertThat(Files.readString(SAMPLE)).containsPattern("(?m)^(# )?" + inTable + " = ");
        assertThat(Files.readString(Path.of("../docs/configuration.md"))).contains("`" + key + "`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type='btrfs' | storage.type can be directory or zfs or libbe",
                "type='zfs'@[packages]@engine='apt' | packages.engine can be ips or pkg",
            })
    void shouldRefuseWhatIsANameOnly(String toml, String message) {
        Configuration read = Configuration.parse("[storage]\nroot='r/R'\n" + toml.replace('@', '\n'), "x.toml");

        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(read::requireBuilt)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .withMessageEndingWith(message);
        Configuration.parse(LEAST, "least.toml").requireBuilt();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sokcet = '/x' | line 1: sokcet is unknown; the keys at the top are boot, jobs, metrics, packages,"
                        + " policy, service, socket, state, storage",
                "[storage]@type='zfs'@root='r/R'@@roots='r' | line 5: storage.roots is unknown; the keys in [storage]"
                        + " are live, reserve_mib, root, type",
                "[storage]@type='zfs'@root='r/R'@[plociy]@members=[] | line 4: plociy is unknown; the keys at the top"
                        + " are",
                "[storage]@type='zfs'@root='r/R'@[policy]@members=['uid:1',@2] | line 5: policy.members must be an array"
                        + " of strings",
                "[storage]@type='zfs'@root='r/R'@[policy]@members='uid:1' | line 5: policy.members must be an array of"
                        + " strings, and it is a string",
                "[storage]@type='zfs'@root=1 | line 3: storage.root must be a string, and it is a number",
                "[storage]@type=true@root='r/R' | line 2: storage.type must be a string, and it is true or false",
                "storage='zfs' | line 1: storage must be a table, [storage], and it is a string",
                "[storage]@type='zsf'@root='r/R' | line 2: storage.type can't be \"zsf\": it is one of zfs, btrfs,"
                        + " libbe, directory",
                "[storage]@type='zfs' | line 1: storage.root is missing",
                "socket='/x' | x.toml: storage.type is missing",
                "[storage]@type='zfs'@root='' | line 3: storage.root must not be empty",
                "[storage]@type='directory'@root='bes' | line 3: storage.root must be the absolute path of a folder",
                "[storage]@type='zfs'@root='rpool' | line 3: storage.root must be a dataset beneath a pool, such as"
                        + " rpool/ROOT, not \"rpool\"",
                "[storage]@type='libbe'@root='/r/R' | line 3: storage.root must be a dataset beneath a pool",
                "[storage]@type='zfs'@root='r/R'@reserve_mib=-1 | line 4: storage.reserve_mib must be from 0 to",
                "[storage]@type='zfs'@root='r/R'@reserve_mib=1.5 | line 4: storage.reserve_mib must be a whole number",
                "[storage]@type='zfs'@root='r/R'@reserve_mib=99999999999999 | line 4: storage.reserve_mib must be from",
                "socket='s'@[storage]@type='zfs'@root='r/R' | line 1: socket must be an absolute path",
                "socket='/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
                        + "123456789012'@[storage]@type='zfs'@root='r/R' | line 1: socket has more than 103 bytes",
                "state='s'@[storage]@type='zfs'@root='r/R' | line 1: state must be an absolute path",
                "[storage]@type='zfs'@root='r/R'@[packages]@engine='rpm' | line 5: packages.engine can't be \"rpm\"",
                "[storage]@type='zfs'@root='r/R'@[packages]@engine='command' | line 4: packages.description belongs to"
                        + " the engine command",
                "[storage]@type='zfs'@root='r/R'@[packages]@description='/x' | line 5: packages.description belongs to"
                        + " the engine command",
                "[storage]@type='zfs'@root='r/R'@[packages]@program='/x' | line 5: packages.program belongs to the engine"
                        + " pkg",
                "[storage]@type='zfs'@root='r/R'@[boot]@archive=['x'] | line 5: boot.archive must begin with the"
                        + " absolute path",
                "storage.type='zfs'@storage.root='r/R'@storage.rot='r' | line 3: storage.rot is unknown",
                "storage={type='zfs',root='r/R',x=1} | line 1: storage.x is unknown",
                "[storage]@type='zfs'@type='zfs' | line 3: this is no TOML",
                "[storage@type='zfs' | line 1: this is no TOML",
                "a = \"\"\"@[storage]@\"\"\"@[storage]@type='zfs'@root='r/R' | line 1: a is unknown"
            })
    void shouldNameTheKeyAndTheLine(String toml, String message) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> Configuration.parse(toml.replace('@', '\n'), "x.toml"))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(e.getMessage()).startsWith("x.toml").contains(message.strip());
                });
    }
}
