package org.snapup.ips.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.testing.Requires;

/** Finds in an image what the real pkg(1) finds there, where that is present. */
final class UnpackagedIT {
    @TempDir
    Path temporary;

    private static CommandResult pkg(String... words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString()));
        argv.addAll(List.of(words));
        CommandResult result = ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
        assertThat(result.exitStatus()).as(result.err()).isZero();
        return result;
    }

    @Test
    void shouldFindWhatTheRealToolFinds() throws IOException {
        String repository = Requires.shared("ips/repo").toUri().toString();
        Path root = temporary.resolve("image");
        pkg(
                "image-create",
                "-F",
                "--facet",
                "facet.locale.*=false",
                "-p",
                "example.org=" + repository,
                root.toString());
        pkg("-R", root.toString(), "install", "app/hello", "app/conf", "service/webd", "runtime/python-311");
        Files.createDirectories(root.resolve("opt/mine/deep"));
        Files.createDirectories(root.resolve("usr/bin/also"));
        Files.writeString(root.resolve("usr/bin/mine"), "");
        Files.createSymbolicLink(root.resolve("usr/lib/soft"), Path.of("../bin"));
        Files.createSymbolicLink(root.resolve("usr/lib/dangling"), Path.of("nowhere"));
        Files.delete(root.resolve("usr/bin/hello"));
        Files.createDirectory(root.resolve("usr/bin/hello"));

        List<String> ours = Ips.unpackaged(root, temporary.resolve("cache"), IpsListener.NONE).stream()
                .flatMap(found -> List.of(
                        found.kind().text() + ": " + root.resolve(found.path().toString()) + ":", "\t" + found.text())
                        .stream())
                .toList();

        List<String> theirs = pkg("-R", root.toString(), "verify", "--unpackaged-only")
                .out()
                .lines()
                .toList();
        assertThat(ours).isEqualTo(theirs.subList(theirs.indexOf("UNPACKAGED CONTENTS") + 1, theirs.size()));
        assertThat(ours).hasSizeGreaterThan(10);
    }
}
