package org.snapup.ips.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.exec.Command;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.testing.Requires;
import org.snapup.testing.Trees;

/** What no package delivers. */
final class UnpackagedTest {
    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void install() {
        world = new TestWorld(temporary);
        world.publish(
                "a@1",
                "dir path=usr mode=0755 owner=root group=root",
                "dir path=usr/data mode=0755 owner=root group=root",
                "file path=usr/lib/deep/one mode=0444 owner=root group=root",
                "file path=usr/sparc mode=0444 owner=root group=root variant.arch=sparc",
                "hardlink path=usr/hard target=lib/deep/one",
                "link path=usr/soft target=data",
                "legacy pkg=SUNWa");
        world.install("a");
    }

    private Path at(String path) {
        return world.root.resolve(path);
    }

    private List<String> found() {
        return Ips.unpackaged(world.root, world.cache, IpsListener.NONE).stream()
                .map(found -> found.kind().text() + " " + found.path() + " " + found.text())
                .toList();
    }

    private List<String> paths() {
        return found().stream().map(line -> line.split(" ", -1)[1]).toList();
    }

    @Test
    void shouldFindWhatNoPackageDelivers() throws IOException {
        Files.createDirectories(at("opt/mine/deep"));
        Files.writeString(at("opt/mine/deep/file"), "");
        Files.writeString(at("usr/zz"), "");
        Files.writeString(at("usr/sparc"), "");
        Files.createDirectory(at("usr/b"));
        Files.createSymbolicLink(at("usr/away"), Path.of("../opt"));
        Files.createSymbolicLink(at("usr/dangling"), Path.of("nowhere"));
        Files.writeString(at("usr/lib/deep/two"), "");
        Files.delete(at("usr/hard"));

        assertThat(found())
                .containsExactly(
                        "dir opt Unpackaged directory",
                        "dir usr/away Unpackaged directory",
                        "dir usr/b Unpackaged directory",
                        "file usr/dangling Unpackaged file",
                        "file usr/sparc Unpackaged file",
                        "file usr/zz Unpackaged file",
                        "file usr/lib/deep/two Unpackaged file",
                        "dir var/pkg Unpackaged directory",
                        "file var/sadm/pkg/SUNWa/pkginfo Unpackaged file");
    }

    @Test
    void shouldFindWhatIsOfAnotherKind() throws IOException {
        Files.delete(at("usr/lib/deep/one"));
        Files.createDirectory(at("usr/lib/deep/one"));
        Files.delete(at("usr/data"));
        Files.writeString(at("usr/data"), "");
        Files.delete(at("usr/hard"));
        Files.createSymbolicLink(at("usr/hard"), Path.of("data"));

        assertThat(paths())
                .contains("usr/lib/deep/one", "usr/data")
                .doesNotContain("usr/hard", "usr/soft", "usr/lib", "usr");
    }

    @Test
    void shouldChangeNothing() throws IOException {
        Files.writeString(at("usr/mine"), "");
        Map<String, String> before = Trees.print(world.root);

        paths();

        assertThat(Trees.print(world.root)).isEqualTo(before);
    }

    @Test
    void shouldSayWhereItDidNotLook() throws IOException {
        Requires.root();
        CommandRunner runner = ProcessRunner.create();
        runner.run(Command.of(
                Duration.ofSeconds(10),
                List.of("/bin/mount", "-t", "tmpfs", "none", at("usr/data").toString())));
        try {
            Files.writeString(at("usr/data/mine"), "");

            assertThat(found())
                    .contains("dir usr/data not looked into: another filesystem is mounted there")
                    .noneMatch(line -> line.contains("usr/data/mine"));
        } finally {
            runner.run(Command.of(
                    Duration.ofSeconds(10),
                    List.of("/bin/umount", at("usr/data").toString())));
        }
    }

    @Test
    void shouldRefuseADirectoryWithoutAnImage() {
        assertThatThrownBy(() -> Ips.unpackaged(temporary.resolve("nothing"), world.cache, IpsListener.NONE))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void shouldStopWhenItIsCancelled() {
        Set<String> phases = new TreeSet<>();
        IpsListener cancelled = new IpsListener() {
            @Override
            public void progress(String phase, long done, long total, long bytes, long totalBytes) {
                phases.add(phase);
            }

            @Override
            public void checkCancelled() {
                if (!phases.isEmpty()) {
                    throw new IpsException(IpsException.Kind.CANCELLED, "stop");
                }
            }
        };

        assertThatThrownBy(() -> Ips.unpackaged(world.root, world.cache, cancelled))
                .hasMessage("stop");
        assertThat(phases).containsExactly("Looking for unpackaged contents");
    }
}
