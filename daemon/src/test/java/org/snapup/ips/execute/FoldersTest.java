package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.plan.PlanRequest;

/** What becomes of folders, and of what somebody put in the place of a file or in a folder that goes. */
final class FoldersTest {
    private static final String FILE = " owner=root group=root mode=0644";

    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new TestWorld(temporary);
    }

    @Test
    void shouldTurnAFileIntoADirectoryAndBack() {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.install("a");
        world.publish("a@2", "file path=opt/x/y" + FILE);
        world.execute(world.plan(PlanRequest.update()));
        assertThat(world.root.resolve("opt/x/y")).exists();

        world.publish("a@3", "link path=opt/x target=z", "file path=opt/z" + FILE);
        world.execute(world.plan(PlanRequest.update()));
        assertThat(world.root.resolve("opt/x")).isSymbolicLink().hasContent("opt/z of a@3\n");
    }

    @Test
    void shouldPutUnpackagedFilesAsideWithTheirDirectory() throws IOException {
        world.publish("a@1", "file path=opt/a/x" + FILE);
        world.install("a");
        Files.writeString(world.root.resolve("opt/a/mine"), "mine");

        world.uninstall("a");

        assertThat(world.root.resolve("opt")).doesNotExist();
        try (Stream<Path> found = Files.walk(world.root.resolve("var/pkg/lost+found"))) {
            assertThat(found.filter(path -> path.endsWith("mine"))).hasSize(1);
        }
    }

    @Test
    void shouldPutAsideTheLinkThatTookThePlaceOfAnEditableFile() throws IOException {
        world.publish("a@1", "file path=etc/conf preserve=true" + FILE);
        world.install("a");
        Files.delete(world.root.resolve("etc/conf"));
        Files.createSymbolicLink(world.root.resolve("etc/conf"), Path.of("nowhere"));

        world.uninstall("a");

        assertThat(world.root.resolve("etc")).doesNotExist();
        assertThat(world.root.resolve("var/pkg/lost+found/etc")).isDirectoryContaining(Files::isSymbolicLink);
    }

    @Test
    void shouldPutAsideTheFolderInThePlaceOfAFileThatMovesAway() throws IOException {
        world.publish("a@1", "file path=etc/conf preserve=true" + FILE);
        world.publish("a@2", "file path=etc/conf preserve=legacy" + FILE);
        world.install("a@1");
        Files.delete(world.root.resolve("etc/conf"));
        Files.createDirectories(world.root.resolve("etc/conf/inside"));

        world.install("a@2");

        assertThat(world.root.resolve("etc/conf")).isRegularFile();
        assertThat(world.root.resolve("etc/conf.legacy")).doesNotExist();
        assertThat(world.root.resolve("var/pkg/lost+found/etc")).isDirectoryContaining("glob:**/conf-*");
    }

    @Test
    void shouldMakeTheFolderOfAFileThatOnlyUpdatesBring() {
        world.publish("a@1", "file path=opt/a/conf preserve=legacy" + FILE);

        world.install("a");

        assertThat(world.root.resolve("opt/a")).isEmptyDirectory();
    }

    @Test
    void shouldLetFoldersThatNobodySpeaksOfInheritTheModeOfTheOneAbove() throws IOException {
        world.publish(
                "a@1",
                "dir path=opt owner=root group=root mode=0700",
                "dir path=opt/b/c owner=root group=root mode=0755",
                "file path=opt/d/e/f" + FILE);

        world.install("a");

        assertThat(mode("opt/b")).isEqualTo("rwx------");
        assertThat(mode("opt/b/c")).isEqualTo("rwxr-xr-x");
        assertThat(mode("opt/d")).isEqualTo("rwx------");
        assertThat(mode("opt/d/e")).isEqualTo("rwxr-xr-x");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(world.root.resolve(path)));
    }
}
