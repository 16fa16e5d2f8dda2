package org.snapup.ips.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.Image;
import org.snapup.ips.plan.PlanRequest;

/** Marks of packages in images of both formats, set and read by us and by the real pkg(1), where that is present. */
final class MarksIT {
    @TempDir
    Path temporary;

    private CommandResult pkg(String... words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString()));
        argv.addAll(List.of("-R", temporary.resolve("image").toString()));
        argv.addAll(List.of(words));
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
    }

    private String theirs() {
        return String.join(
                " ",
                pkg("list", "-Hm", "-o", "name")
                        .out()
                        .lines()
                        .map(String::strip)
                        .toList());
    }

    private static String ours(Path root) {
        Image image = Image.read(root);
        return String.join(
                " ",
                image.installed().values().stream()
                        .filter(image::isManual)
                        .map(fmri -> fmri.name())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldUnderstandEachOthersMarks(int format) throws IOException {
        PkgEngines.program();
        Path root = GenuineImage.unpack(format, temporary.resolve("image"));
        Path cache = temporary.resolve("cache");
        assertThat(ours(root))
                .isEqualTo(theirs())
                .isEqualTo(format == 4 ? "" : "app/conf app/hello entire service/webd");

        assertThat(ManualMarks.set(root, List.of("lib/*", "newname"), true, cache, List.of("snapup")))
                .isEqualTo(2);
        assertThat(theirs()).isEqualTo(ours(root)).contains("app/newname", "lib/libfoo");

        CommandResult flagged = pkg("flag", "-M", "libfoo", "newname");
        assertThat(flagged.out()).contains("2 packages updated.");
        assertThat(ours(root)).isEqualTo(theirs()).doesNotContain("newname");

        ManualMarks.set(root, List.of("system/base"), true, cache, List.of("snapup"));
        Ips.execute(
                root,
                Ips.plan(root, PlanRequest.install("app/overlay", "lib/libfoo"), cache, IpsListener.NONE),
                cache,
                IpsListener.NONE);
        assertThat(theirs())
                .isEqualTo(ours(root))
                .contains("app/overlay", "system/base")
                .doesNotContain("libfoo");
        CommandResult installed = pkg("install", "runtime/python-311", "lib/libfoo");
        assertThat(installed.exitStatus()).as(installed.err()).isZero();
        assertThat(ours(root))
                .isEqualTo(theirs())
                .contains("runtime/python-311")
                .doesNotContain("libfoo");
    }
}
