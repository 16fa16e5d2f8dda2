package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories whose file of properties is missing or damaged. */
class BareRepositoryTest {
    @TempDir
    Path folder;

    private RepoWorld world;
    private String repository;
    private Path properties;

    @BeforeEach
    void create() throws IOException {
        world = new RepoWorld(folder);
        repository = world.path("repo");
        world.run("create", "-p", "a", repository);
        world.run("publish", "-s", repository, world.write("x.p5m", "set name=pkg.fmri value=x@1\n"));
        properties = folder.resolve("repo/pkg5.repository");
        Files.delete(properties);
    }

    @Test
    void shouldReadARepositoryWithoutPropertiesAsPkgDoes() {
        for (String verb : new String[] {"list", "info", "contents", "get", "verify", "refresh"}) {
            assertThat(world.run(verb, "-s", repository)).as(verb).isZero();
        }
        assertThat(world.run("archive", "-s", repository, world.path("all.p5p")))
                .isZero();
        assertThat(world.run("list", "-H", "-s", world.path("all.p5p"))).isZero();
        assertThat(world.out.lines()).hasSize(1);
        assertThat(properties).doesNotExist();

        assertThat(world.run("publish", "-s", repository, world.path("x.p5m"))).isEqualTo(1);
        assertThat(world.err).contains("the repository has no default: name one with -p");
        assertThat(world.run("publish", "-s", repository, "-p", "a", world.path("x.p5m")))
                .isZero();
        assertThat(world.run("rebuild", "-s", repository)).isZero();
        assertThat(properties).exists();
    }

    @Test
    void shouldTellADamagedFileFromAnEmptyOne() throws IOException {
        Files.writeString(properties, "\n");
        assertThat(world.run("list", "-s", repository)).isZero();
        Files.writeString(properties, "[publisher]\nprefix = a\n");
        assertThat(world.run("list", "-s", repository)).isZero();
        Files.writeString(properties, "\0\0\0");
        assertThat(world.run("list", "-s", repository)).isEqualTo(1);
        assertThat(world.err).contains("pkg5.repository is damaged: it has no section; move it away");
        Files.writeString(properties, "[repository]\nversion = 5\n");
        assertThat(world.run("list", "-s", repository)).isEqualTo(1);
        assertThat(world.err).contains("has version 5; this program knows version 4");
    }

    @Test
    void shouldTellAnOldRepositoryFromNone() throws IOException {
        Files.createDirectories(folder.resolve("old"));
        assertThat(world.run("list", "-s", world.path("old"))).isEqualTo(1);
        assertThat(world.err).contains("there is no package repository at " + world.path("old"));

        Files.createFile(folder.resolve("old/cfg_cache"));
        assertThat(world.run("list", "-s", world.path("old"))).isEqualTo(1);
        assertThat(world.err)
                .contains("has version 3 or less; this program knows version 4: copy its packages into a new one");
    }

    @Test
    void shouldTakeABareFolderForAPublisherWithoutPackages() throws IOException {
        Files.createDirectories(folder.resolve("repo/publisher/b"));

        for (String verb : new String[] {"list", "info", "contents", "verify"}) {
            assertThat(world.run(verb, "-s", repository)).as(verb).isZero();
        }
        assertThat(folder.resolve("repo/publisher/b")).isEmptyDirectory();
        assertThat(world.run("refresh", "-s", repository)).isZero();
        assertThat(folder.resolve("repo/publisher/b/catalog/catalog.attrs")).exists();
    }

    @Test
    void shouldMakeTheCatalogAnewWhereItIsMissing() throws IOException {
        Files.delete(folder.resolve("repo/publisher/a/catalog/catalog.attrs"));

        assertThat(world.run("list", "-s", repository))
                .as("its packages aren't listed as none")
                .isEqualTo(1);
        assertThat(world.err).contains("catalog.attrs is missing");
        assertThat(world.run("refresh", "-s", repository)).isZero();
        assertThat(world.out).isEqualTo("a: 1 packages added\n");
        assertThat(world.run("list", "-H", "-s", repository)).isZero();
        assertThat(world.out.lines()).hasSize(1);
    }

    @Test
    void shouldLeaveNothingOfAnArchiveThatFailed() throws IOException {
        Files.createDirectories(folder.resolve("all.p5p/in the way"));

        assertThat(world.run("archive", "-s", repository, world.path("all.p5p")))
                .isEqualTo(1);

        assertThat(world.err).contains("all.p5p is as it was; check free space and permissions");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }
}
