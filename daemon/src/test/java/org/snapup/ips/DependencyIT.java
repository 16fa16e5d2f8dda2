package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
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
import org.snapup.exec.CommandResult;

/** Dependencies that aren't met: ours finds what the real pkg(1) finds. */
final class DependencyIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temporary;

    @Test
    void shouldFindTheSame() throws IOException {
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        Dependencies.publish(world);
        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());
        images.run("install asks lib other");
        images.run("avoid shunned");
        Dependencies.writeInto(images.ours);
        Dependencies.writeInto(images.theirs);

        List<String> theirs = images.pkgVerify();
        assertThat(theirs).containsExactlyElementsOf(Dependencies.wrong(images.theirs));
        assertThat(images.verify()).isEqualTo(theirs);

        images.run("fix");
        assertThat(images.verify()).isEqualTo(images.pkgVerify()).isEqualTo(theirs);
        images.assertSame();
    }

    @Test
    void shouldFindTheSameOfAParent() throws IOException {
        PackageWorld world = new PackageWorld(temporary);
        Dependencies.publish(world);
        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());
        images.run("install asks lib");
        String publisher = PackageWorld.PUBLISHER + "=" + world.origin();
        Path parent = temporary.resolve("parent");
        pkg("image-create", "-F", "-p", publisher, parent.toString());
        pkg("-R", parent.toString(), "install", "lib");
        for (Path root : List.of(images.ours, images.theirs)) {
            String name = "system:" + root.getFileName();
            pkg("-R", root.toString(), "attach-linked", "-p", name, parent.toString());
            Dependencies.writeInto(
                    root,
                    Stream.of(
                            "type=parent fmri=gone",
                            "type=parent fmri=pkg:/lib@2",
                            "type=parent fmri=lib@3",
                            "type=parent fmri=lib@1",
                            "type=parent fmri=pkg://elsewhere/lib@2",
                            "type=parent fmri=feature/package/dependency/self"));
        }

        assertThat(images.verify()).hasSize(8).isEqualTo(images.pkgVerify());
    }

    static Stream<List<String>> histories() {
        return Stream.of(
                List.of("install set"),
                List.of("install set", "uninstall member", "update"),
                List.of("avoid member", "install set", "install member", "uninstall set"),
                List.of("install --reject member set", "unavoid member", "install rest"),
                List.of("install set@1", "update set", "uninstall set"),
                List.of("install rest", "install set", "uninstall rest", "install set@1"));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldRememberTheSameOfGroups(List<String> commands) throws IOException {
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        world.publish("old@1", "set name=pkg.obsolete value=true");
        world.publish("member@1", "set name=pkg.summary value=member");
        world.publish("rest@1", "set name=pkg.summary value=rest");
        world.publish("set@1", "depend type=group fmri=member", "depend type=group-any fmri=nowhere fmri=rest");
        world.publish(
                "set@2",
                "depend type=group fmri=nowhere",
                "depend type=group fmri=old",
                "depend type=group fmri=member",
                "depend type=group-any fmri=nowhere fmri=nothing");
        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());

        for (String command : commands) {
            images.run(command);
            assertThat(JSON.readTree(avoids(images.ours))).as(command).isEqualTo(JSON.readTree(avoids(images.theirs)));
        }
        images.assertSame();
    }

    static Stream<List<String>> endings() {
        return Stream.of(
                List.of("install needs@1 ends@1", "update", "update ends@2", "uninstall needs", "update"),
                List.of("install asks@1 ends@1", "update ends", "install ends@1", "uninstall ends"),
                List.of("install grouped ends@1", "update ends", "update", "uninstall grouped"),
                List.of("install ends@1 grouped", "install ends", "install ends@1", "exact-install grouped"),
                List.of("install bare@1 successor", "install user@1", "update", "uninstall bare"),
                List.of("install user@1 bare@1 successor", "update bare", "uninstall successor", "update"),
                List.of("install asks@2 bare@1 successor", "update bare", "install bare@1", "exact-install asks@2"),
                List.of("install grouped@2 successor", "uninstall successor", "install bare@1", "update"),
                List.of("install successor user@1", "update user", "uninstall bare user", "install bare"));
    }

    /** Dependencies on an installed package that ends, and on one that has another name now, with and without that one. */
    @ParameterizedTest
    @MethodSource("endings")
    void shouldFollowEndsAndNewNamesAlike(List<String> commands) throws IOException {
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        world.publish("ends@1", "dir path=ends mode=0755 owner=root group=root");
        world.publish("ends@2", "set name=pkg.obsolete value=true");
        world.publish("needs@1", "depend type=require fmri=ends@1");
        world.publish("asks@1", "depend type=optional fmri=ends@1");
        world.publish("asks@2", "depend type=optional fmri=bare@2");
        world.publish("grouped@1", "depend type=group fmri=ends");
        world.publish("grouped@2", "depend type=group fmri=bare", "depend type=optional fmri=bare@1");
        world.publish("bare@1", "dir path=bare mode=0755 owner=root group=root");
        world.publish("bare@2", "set name=pkg.renamed value=true", "depend type=require fmri=successor@1");
        world.publish("successor@1", "dir path=successor mode=0755 owner=root group=root");
        world.publish("user@1", "depend type=require fmri=bare");
        world.publish("user@2", "depend type=require fmri=bare@2");
        SideBySide images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());

        for (String command : commands) {
            images.run(command);
            assertThat(JSON.readTree(avoids(images.ours))).as(command).isEqualTo(JSON.readTree(avoids(images.theirs)));
            assertThat(images.report()).as(command).isEqualTo(images.pkgReport());
        }
        images.assertSame();
    }

    private static String avoids(Path root) throws IOException {
        Path file = root.resolve("var/pkg/state/avoid_set");
        return Files.exists(file) ? Files.readString(file) : "[1, {}]";
    }

    private static void pkg(String... words) {
        CommandResult result = SideBySide.pkg(List.of(words));
        assertThat(result.exitStatus()).as(result.err()).isZero();
    }
}
