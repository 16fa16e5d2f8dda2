package org.snapup.ips.upkeep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.Ips;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;

/** Freezes in images of both formats: ours leave what the real pkg(1) leaves, which shows them at once. */
final class FreezesIT {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldShowAtOnce(int format) throws IOException {
        PkgEngines.program();
        Path ours = GenuineImage.unpack(format, temporary.resolve("ours"));
        Path theirs = GenuineImage.unpack(format, temporary.resolve("theirs"));

        for (String pattern : List.of("app/hello", "lib/libfoo@1", "app/editor@1", "system/*")) {
            Ips.freeze(ours, List.of(pattern), Optional.empty(), false, temporary.resolve("cache"));
            pkg(theirs, "freeze", pattern);
            assertSame(ours, theirs);
        }
        for (String pattern : List.of("app/conf", "app/editor", "nothing")) {
            Ips.unfreeze(ours, List.of(pattern), false, temporary.resolve("cache"));
            pkg(theirs, "unfreeze", pattern);
            assertSame(ours, theirs);
        }
    }

    private static void assertSame(Path ours, Path theirs) {
        assertThat(pkg(ours, "list", "-afHv")).contains("f").isEqualTo(pkg(theirs, "list", "-afHv"));
        assertThat(states(ours)).isEqualTo(states(theirs));
    }

    private static Map<Fmri, Set<Integer>> states(Path root) {
        Map<Fmri, Set<Integer>> states = new TreeMap<>();
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.readKnown(files)
                    .entries()
                    .forEach(entry -> states.put(
                            entry.fmri(),
                            new TreeSet<>(requireNonNull(entry.state()).states())));
        }
        return states;
    }

    private static String pkg(Path root, String... words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString(), "-R", root.toString()));
        argv.addAll(List.of(words));
        CommandResult result = ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
        assertThat(result.exitStatus()).as(result.err()).isIn(0, 4);
        return result.out();
    }
}
