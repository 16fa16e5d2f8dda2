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
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.ips.plan.PlanRequest;

/**
 * Files of two packages, one over the other: whatever comes, goes and moves, ours leaves what the real pkg(1) leaves. Both
 * packages don't go in one command, because the order in which the real tool removes them is another one each time.
 */
final class OverlayIT {
    private static final String BASE = "file path=etc/f owner=root group=sys mode=0644 preserve=true overlay=allow";
    private static final String OVER = "file path=etc/f owner=root group=sys mode=0644 preserve=true overlay=true";

    @TempDir
    Path temporary;

    static Stream<List<String>> histories() {
        return Stream.of(
                List.of("install base@1 over@1", "update base", "update over", "uninstall over", "uninstall base"),
                List.of("install base@1", "install over@1", "update", "uninstall over", "uninstall base"),
                List.of("install base@1 over@1", "! edit etc/f", "update base", "update over", "uninstall over"),
                List.of(
                        "install base@1",
                        "! edit etc/f",
                        "install over@1",
                        "! edit etc/f",
                        "uninstall over",
                        "uninstall base"),
                List.of("install over@1", "install base@1", "uninstall base", "install base@1", "uninstall over"),
                List.of(
                        "install over@1",
                        "! edit etc/f",
                        "install base@1",
                        "update",
                        "uninstall base",
                        "uninstall over"),
                // the file under the other one goes, moves or can't be overlaid any more
                List.of("install base@1 over@1", "update base@3", "update base@4", "uninstall over"),
                List.of("install base@1 over@1", "! edit etc/f", "update base@3", "uninstall over"),
                List.of("install base@1 over@1", "update base@5", "uninstall over", "update base@5"),
                List.of(
                        "install base@1 over@1",
                        "! edit etc/f",
                        "update base@6",
                        "! edit etc/g",
                        "uninstall over",
                        "uninstall base"),
                List.of("install base@1 over@1", "update base@6", "uninstall over"),
                List.of("install base@1", "! edit etc/f", "update base@6", "install over@1", "update base@1"),
                // the file over the other one goes, moves or isn't over it any more
                List.of("install base@1 over@1", "update over@3", "uninstall over"),
                List.of("install base@1 over@1", "! edit etc/f", "update over@3", "update over@1"),
                List.of("install base@1 over@1", "! edit etc/f", "update over@4", "uninstall base"),
                List.of("install base@1 over@1", "update over@4", "update over@1", "uninstall over"),
                List.of("install base@1 over@1", "update over@5", "uninstall over"),
                // without preserve=, and with other owners
                List.of("install base@1 plain@1", "! edit etc/f", "update", "uninstall plain", "uninstall base"),
                List.of("install base@1", "! edit etc/f", "install plain@1", "uninstall plain", "uninstall base"),
                List.of("install base@1 other@1", "update base", "uninstall base"),
                List.of("install base@7 over@1", "uninstall over", "install other@1", "uninstall base"),
                List.of("install base@1 other@1", "update base@7", "install base@7 over@1"),
                List.of("install base@8 over@1", "install base@8", "install over@1"),
                List.of("install base@9 over@1", "install base@1 over@1 other@1"),
                List.of("install conf@1", "install over@1", "uninstall over", "! edit etc/f", "install over@1 conf@2"),
                List.of("install conf@1 over@1", "! edit etc/f", "update conf", "uninstall over", "update conf@1"),
                List.of("install conf@1 over@1", "update conf@2 over@3", "update over@1", "uninstall conf"),
                List.of("install base@1 over@1", "! delete etc/f", "update base", "update over"),
                List.of("install base@1 over@1", "! edit etc/f", "revert etc/f", "fix"),
                List.of("install base@1 over@1", "uninstall base", "! edit etc/f", "uninstall over"),
                List.of("install base@1 over@1", "! edit etc/f", "update base@6 over@6", "uninstall over"),
                List.of("install base@1 over@1", "update base@2 over@4", "uninstall base"),
                List.of("install base@1 over@1", "update base@3 over@3", "update base@2 over@2"));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldLeaveTheSameFiles(List<String> commands) throws IOException {
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        String system = "dir path=etc owner=root group=sys mode=0755";
        world.publish("base@1", system, BASE);
        world.publish("base@2", system, BASE);
        world.publish("base@3", system);
        world.publish("base@4", system, BASE);
        world.publish("base@5", system, BASE.replace(" overlay=allow", ""));
        world.publish("base@6", system, BASE.replace("etc/f", "etc/g") + " original_name=base:etc/f");
        world.publish("base@7", system, BASE + " overlay-attributes=deny");
        world.publish("base@8", system, BASE.replace(" preserve=true", ""));
        world.publish("base@9", system, BASE.replace(" overlay=allow", ""));
        world.publish("conf@1", system, BASE.replace("preserve=true", "preserve=renameold"));
        world.publish("conf@2", system, BASE.replace("preserve=true", "preserve=renamenew"));
        world.publish("over@1", OVER);
        world.publish("over@2", OVER);
        world.publish("over@3", "dir path=etc owner=root group=sys mode=0755");
        world.publish("over@4", OVER.replace("etc/f", "etc/h") + " original_name=over:etc/f");
        world.publish("over@5", OVER.replace(" overlay=true", ""));
        world.publish("over@6", OVER);
        world.publish("plain@1", OVER.replace(" preserve=true", ""));
        world.publish("plain@2", OVER.replace(" preserve=true", ""));
        world.publish("other@1", OVER.replace("0644", "0600").replace("group=sys", "group=bin"));

        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());
        for (String command : commands) {
            images.run(command);
        }

        images.assertSame();
    }

    static Stream<List<String>> damages() {
        return Stream.of(
                List.of("install base@1 over@1 tail"),
                List.of("install base@1 other@1 tail"),
                List.of("install base@1 other@1 tail", "! edit etc/f"),
                List.of("install base@1 other@1 tail", "! delete etc/f"),
                List.of("install base@1 other@1 tail", "! mode etc/f"),
                List.of("install base@1 plain@1 tail", "! edit etc/f", "! mode etc/f etc/tail"),
                List.of("install base@1 tail", "! mode etc/f"),
                List.of("install over@1 tail", "! delete etc/f"),
                List.of("install base@1 other@1 tail", "! delete etc/f etc/tail"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void shouldFindAndMendTheSame(List<String> commands) throws IOException {
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        publishForVerification(world);
        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());
        for (String command : commands) {
            images.run(command);
        }

        assertThat(images.report()).isEqualTo(images.pkgReport());
        for (String name : List.of("base", "over", "other", "plain", "tail")) {
            if (images.report().toString().contains("/" + name + " ")) {
                assertThat(images.report(name)).as(name).isEqualTo(images.pkgReport(name));
            }
        }
        if (images.report().contains("pkg://example.org/base ERROR")) {
            images.run("fix base");
            assertThat(images.report()).isEqualTo(images.pkgReport());
        }
        images.run("fix");
        images.assertSame();
    }

    private static void publishForVerification(PackageWorld world) {
        world.publish("base@1", "dir path=etc owner=root group=sys mode=0755", BASE);
        world.publish("over@1", OVER);
        world.publish("plain@1", OVER.replace(" preserve=true", ""));
        world.publish("other@1", OVER.replace("0644", "0600").replace("group=sys", "group=bin"));
        world.publish("tail@1", "file path=etc/tail owner=root group=sys mode=0644");
    }

    /** As the real tool prints it. */
    @Test
    void shouldTellOfBothPackages() throws IOException {
        PackageWorld world = new PackageWorld(temporary);
        publishForVerification(world);
        world.createImage();
        world.install("base", "other", "tail");
        List<String> differences = List.of(
                "Overlaid package: pkg://example.org/base",
                "mode: 0600 does not match overlaid package mode: 0644",
                "group: bin does not match overlaid package group: sys");
        assertThat(SideBySide.found(world.root, world.cache))
                .startsWith("file: etc/f")
                .endsWith(differences.toArray(new String[0]))
                .hasSize(4);
        assertThat(SideBySide.report(world.root, world.cache, "base"))
                .containsExactly(
                        "pkg://example.org/base OK",
                        "pkg://example.org/other OK",
                        "file: etc/f",
                        differences.get(0),
                        differences.get(1),
                        differences.get(2));
        assertThat(SideBySide.report(world.root, world.cache, "other")).containsExactly("pkg://example.org/other OK");

        Files.delete(world.root.resolve("etc/f"));
        assertThat(SideBySide.report(world.root, world.cache))
                .containsExactly(
                        "pkg://example.org/tail OK",
                        "pkg://example.org/base ERROR",
                        "file: etc/f (from pkg:/other)",
                        "ERROR: missing: regular file does not exist",
                        "pkg://example.org/other ERROR",
                        "file: etc/f",
                        "ERROR: missing: regular file does not exist",
                        differences.get(0),
                        differences.get(1),
                        differences.get(2));

        world.run(new PlanRequest.Fix(List.of("base")));
        assertThat(world.root.resolve("etc/f")).content().isEqualTo("etc/f of other@1\n");
    }

    /** The real tool leaves a file that lies open again as it is, and finds fault with it afterwards. */
    @Test
    void shouldMendWhatLiesOpenAgain() throws IOException {
        PackageWorld world = new PackageWorld(temporary);
        world.publish("base@1", "dir path=etc owner=root group=sys mode=0755", BASE);
        world.publish("over@1", OVER.replace("0644", "0600"));
        world.createImage();
        Path file = world.root.resolve("etc/f");
        world.install("base", "over");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);

        world.run(PlanRequest.uninstall("over"));
        assertThat(file).content().isEqualTo("etc/f of over@1\n");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(4);

        world.install("over");
        Files.delete(file);
        world.run(PlanRequest.uninstall("over"));
        assertThat(file).content().isEqualTo("etc/f of base@1\n");
    }
}
