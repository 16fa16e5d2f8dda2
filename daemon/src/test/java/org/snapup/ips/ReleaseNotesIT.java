package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.CommandResult;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** What is to be read and accepted of packages: ours shows, asks for and keeps what the real pkg(1) does. */
final class ReleaseNotesIT {
    @TempDir
    Path temporary;

    private static String note(String path, String attributes) {
        return "file path=" + path + " mode=0444 owner=root group=sys release-note=" + attributes;
    }

    @Test
    void shouldKeepTheSameNotes() throws IOException {
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        world.publish("lib@1", "set name=pkg.summary value=lib");
        world.publish("lib@2", "set name=pkg.summary value=lib");
        world.publish(
                "a@1",
                note("usr/z", "feature/pkg/self@0"),
                note("usr/m", "feature/pkg/self@1"),
                note("usr/lib", "pkg:/lib@2 release-note=nosuch@1"),
                note("usr/b", "feature/pkg/self@0 release-note=@@@"));
        world.publish(
                "a@2",
                note("usr/z", "feature/pkg/self@2"),
                note("usr/m", "a@1"),
                note("usr/new", "a@3"),
                note("usr/again", "feature/pkg/self@1.5 must-display=true"),
                note("usr/b", "feature/pkg/self@0"));
        world.publish("a@3", note("usr/z", "lib@3"), note("usr/m", "a@2"));
        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());

        for (String command : List.of(
                "install lib@1",
                "install a@1",
                "update lib",
                "update a@2",
                "uninstall a",
                "install a@3",
                "update a@1")) {
            images.run(command);
            assertThat(notes(images.ours)).as(command).isEqualTo(notes(images.theirs));
        }
        images.assertSame();
        assertThat(SideBySide.pkg(SideBySide.on(images.ours, List.of("history", "-N")))
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("    ")))
                .hasSizeGreaterThan(5);
    }

    /** As the real tool reads what either wrote; it has them in the order of manifests, ours in that of paths. */
    private static List<String> notes(Path root) {
        CommandResult history = SideBySide.pkg(SideBySide.on(root, List.of("history", "-n", "1", "-N")));
        assertThat(history.exitStatus()).as(history.err()).isZero();
        return history.out()
                .lines()
                .map(line -> line.replaceFirst("^[0-9]+[0-9T:-]*", ""))
                .sorted()
                .toList();
    }

    static Stream<Arguments> licenses() {
        return Stream.of(
                Arguments.of("", "", "same"),
                Arguments.of("", "must-accept=true", "same"),
                Arguments.of("", "must-accept=true", "other"),
                Arguments.of("must-accept=true", "must-accept=true", "same"),
                Arguments.of("must-accept=true", "must-accept=true", "other"),
                Arguments.of("must-accept=true", "", "other"),
                Arguments.of("must-accept=true", "must-accept=true must-display=true", "same"),
                Arguments.of("must-display=true", "must-display=true", "other"));
    }

    @ParameterizedTest
    @MethodSource("licenses")
    void shouldAskForTheSameLicences(String before, String after, String text) throws IOException {
        PkgEngines.program();
        Path repository = temporary.resolve("repository");
        Path proto = Files.createDirectory(temporary.resolve("proto"));
        Files.writeString(proto.resolve("same"), "same\n");
        Files.writeString(proto.resolve("other"), "other\n");
        RepositoryWriter writer = RepositoryWriter.create(repository, PackageWorld.PUBLISHER);
        publish(writer, proto, "a@1", "license same license=own " + before);
        publish(writer, proto, "a@2", "license " + text + " license=own " + after);
        SideBySide images = new SideBySide(
                temporary, PackageWorld.PUBLISHER, repository.toUri().toString());
        for (Path root : List.of(images.ours, images.theirs)) {
            CommandResult installed = SideBySide.pkg(SideBySide.on(root, List.of("install", "--accept", "a@1")));
            assertThat(installed.exitStatus()).as(installed.err()).isZero();
        }

        boolean asks = !Ips.plan(images.ours, PlanRequest.update(), temporary.resolve("cache"), IpsListener.NONE)
                .licensesToAccept()
                .isEmpty();
        int status =
                SideBySide.pkg(SideBySide.on(images.theirs, List.of("update"))).exitStatus();

        assertThat(status).isEqualTo(asks ? 6 : 0);
    }

    private static void publish(RepositoryWriter writer, Path proto, String fmri, String line) {
        String manifest = "set name=pkg.fmri value=pkg:/" + fmri + "\n" + line + "\n";
        writer.publish(List.of(Publication.of(manifest, proto)), PackageWorld.PUBLISHER);
    }
}
