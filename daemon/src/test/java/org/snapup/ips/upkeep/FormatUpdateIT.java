package org.snapup.ips.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;

/** An update of the format that is killed as it enters a system call, and what the real pkg(1) makes of the result. */
final class FormatUpdateIT {
    private static final int KILLED = 137;

    /** Calls that change something, and how many of them are tried. */
    private static final Map<String, Integer> CALLS =
            Map.of("renameat", 40, "renameat2", 2, "unlinkat", 40, "syncfs", 2, "fsync", 40);

    private static final int STEP = 3;

    @TempDir
    Path temporary;

    private static CommandResult pkg(Path root, String... words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString(), "-R", root.toString()));
        argv.addAll(List.of(words));
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
    }

    @Test
    void shouldLeaveAnImageThatTheRealToolWorksOn() throws IOException {
        PkgEngines.program();
        Path ours = GenuineImage.unpack(4, temporary.resolve("ours"));
        Path theirs = GenuineImage.unpack(4, temporary.resolve("theirs"));
        pkg(ours, "flag", "-m", "app/hello");
        pkg(theirs, "flag", "-m", "app/hello");

        FormatUpdate.run(ours, temporary.resolve("cache"), List.of("snapup"), IpsListener.NONE);
        CommandResult updated = pkg(theirs, "update-format");

        assertThat(updated.out()).contains("Image format updated.");
        assertThat(pkg(ours, "update-format").exitStatus()).isEqualTo(4);
        for (String[] words : List.of(
                new String[] {"list", "-afv"},
                new String[] {"list", "-s"},
                new String[] {"freeze"},
                new String[] {"info", "app/hello"},
                new String[] {"verify"},
                new String[] {"update"},
                new String[] {"list", "-v"},
                new String[] {"uninstall", "service/webd"},
                new String[] {"verify"})) {
            CommandResult our = pkg(ours, words);
            CommandResult their = pkg(theirs, words);
            assertThat(our.exitStatus()).as(words[0] + our.err()).isEqualTo(their.exitStatus());
            if (!words[0].startsWith("u")) {
                assertThat(plain(our, ours)).as(words[0]).isEqualTo(plain(their, theirs));
            }
        }
        assertThat(Ips.installed(ours)).isEqualTo(Ips.installed(theirs)).containsKey("app/hello");
    }

    private static String plain(CommandResult result, Path root) {
        return result.out().replace(root.toString(), "ROOT").replaceAll("(?m)^.*(Last|Done|Startup).*$", "");
    }

    @Test
    void shouldLeaveOneFormatOrTheOtherWhereverItIsKilled() throws Exception {
        Requires.require(Files.isExecutable(Path.of("/usr/bin/strace")), "needs strace: install the package strace");
        Path begin = GenuineImage.unpack(4, temporary.resolve("begin"));
        Map<String, Fmri> installed = Ips.installed(begin);
        int killed = 0;
        int updated = 0;
        for (Map.Entry<String, Integer> call : CALLS.entrySet()) {
            for (int when = 1; when <= call.getValue(); when += STEP) {
                Path root = temporary.resolve(call.getKey() + when);
                run(List.of("cp", "-a", begin.toString(), root.toString()));
                String point = call.getKey() + ":signal=KILL:when=" + when;
                int status = run(updating(root, call.getKey(), point));
                if (status == 0) {
                    break;
                }
                assertThat(status).as(point).isEqualTo(KILLED);
                killed++;
                assertThat(Ips.installed(root)).as(point).isEqualTo(installed);
                updated += Image.read(root).config().hasDatabase() ? 1 : 0;
                if (when == 1) {
                    assertThat(pkg(root, "list", "-Hv").out())
                            .as(point)
                            .isEqualTo(pkg(begin, "list", "-Hv").out());
                }
                Path cache = temporary.resolve("cache");
                FormatUpdate.run(root, cache, List.of("snapup"), IpsListener.NONE);
                assertThat(Image.read(root).config().hasDatabase()).isTrue();
                Ips.execute(
                        root,
                        Ips.plan(root, PlanRequest.uninstall("service/webd"), cache, IpsListener.NONE),
                        cache,
                        IpsListener.NONE);
                assertThat(Ips.installed(root).keySet()).as(point).doesNotContain("service/webd");
                assertThat(root.resolve("var/pkg/state/installed")).as(point).doesNotExist();
            }
        }
        assertThat(killed).isGreaterThan(8);
        assertThat(updated).as("killed after the commit").isPositive().isLessThan(killed);
    }

    private List<String> updating(Path root, String call, String point) {
        String java = System.getenv().getOrDefault("SNAPUP_TEST_JAVA", System.getProperty("java.home") + "/bin/java");
        return List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + call,
                "-e",
                "inject=" + point,
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                UpdatesFormat.class.getName(),
                root.toString(),
                temporary.resolve("cache").toString());
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
