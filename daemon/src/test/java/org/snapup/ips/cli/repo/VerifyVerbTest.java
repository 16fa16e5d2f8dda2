package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking for dependencies, and removing what was published on a day. */
class VerifyVerbTest {
    @TempDir
    Path folder;

    private RepoWorld world;
    private String repository;

    @BeforeEach
    void create() throws IOException {
        world = new RepoWorld(folder);
        repository = world.path("repo");
        world.run("create", "-p", "a", repository);
        String top = world.write("top.p5m", """
                set name=pkg.fmri value=top@1:20260102T030405Z
                depend fmri=base@2 type=require
                depend fmri=base@1 type=require
                depend fmri=base@1 type=incorporate
                depend fmri=base@1.5 type=incorporate
                depend fmri=base@1.5 type=require
                depend fmri=nothing type=optional
                depend fmri=nothing type=exclude
                depend fmri=feature/package/x type=require
                depend fmri=pkg://b/base type=require
                depend fmri=base fmri=none type=require-any
                depend fmri=base predicate=nothing type=conditional
                depend fmri=top type=parent
                """);
        String base = world.write("base.p5m", "set name=pkg.fmri value=base@1.6:20260202T000000Z\n");
        world.run("publish", "-s", repository, top, base);
    }

    @Test
    void shouldNameDependenciesThatTheRepositoryLacks() throws IOException {
        assertThat(world.run("verify", "-s", repository)).isZero();
        assertThat(world.run("verify", "-s", repository, "--disable", "dependency"))
                .isZero();
        assertThat(world.run("verify", "-s", repository, "-d")).isEqualTo(1);

        assertThat(world.err.lines().map(line -> line.replaceFirst(", and no package.*", "")))
                .containsExactly(
                        "ERROR: pkg://a/top@1,5.11:20260102T030405Z depends on base@2 (require)",
                        "ERROR: pkg://a/top@1,5.11:20260102T030405Z depends on base@1.5 (incorporate)",
                        "ERROR: pkg://a/top@1,5.11:20260102T030405Z depends on nothing (optional)",
                        "ERROR: pkg://a/top@1,5.11:20260102T030405Z depends on pkg://b/base (require)",
                        "ERROR: pkg://a/top@1,5.11:20260102T030405Z depends on none (require-any)");
        world.run("publish", "-s", repository, "-p", "b", world.write("b.p5m", "set name=pkg.fmri value=base@2\n"));
        assertThat(world.run("verify", "-s", repository, "-d", "-p", "a")).isEqualTo(1);
        assertThat(world.err.lines()).hasSize(3);
        assertThat(world.run("verify", "-s", repository, "-d", "-p", "b")).isZero();
        assertThat(world.run("verify", "-s", repository, "-d", "--disable", "dependency"))
                .isEqualTo(2);
        assertThat(world.run("verify", "-s", repository, "--disable", "hash")).isEqualTo(2);
    }

    @Test
    void shouldRemoveWhatWasPublishedOnADay() {
        assertThat(world.run("remove", "-s", repository, "-d", "2026", "*")).isEqualTo(2);
        assertThat(world.err).contains("-d takes a day, YYYYMMDD, not '2026'");
        assertThat(world.run("remove", "-s", repository, "-n", "-d", "20260103", "*"))
                .isZero();
        assertThat(world.out).isEqualTo("0 package(s) will be removed:\n");
        assertThat(world.run("remove", "-s", repository, "-d", "20260102", "*")).isZero();
        assertThat(world.out).isEqualTo("a: 1 packages removed\n");
        world.run("list", "-H", "-s", repository);
        assertThat(world.out.lines()).hasSize(1);
        assertThat(world.out).contains("base");
    }
}
