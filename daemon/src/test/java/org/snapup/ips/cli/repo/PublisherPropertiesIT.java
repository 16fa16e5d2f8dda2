package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** Properties of publishers, set and printed by us and by the real pkgrepo(1), where that is present beside pkg(1). */
final class PublisherPropertiesIT {
    private static final List<List<String>> CHANGES = List.of(
            List.of("-p", "one", "publisher/alias=eins", "repository/origins=(http://a http://b/)"),
            List.of("-p", "one", "repository/name=Some repository", "repository/refresh-seconds=60"),
            List.of("-p", "three", "publisher/alias=drei"),
            List.of("-p", "all", "repository/legal-uris=http://l", "repository/collection-type=supplemental"),
            List.of("-p", "one", "repository/origins=", "repository/mirrors=http://m"),
            List.of("-p", "one", "publisher/prefix=x"),
            List.of("-p", "one", "repository/collection-type=x"),
            List.of("-p", "one", "repository/origins+=http://c"));

    private static final List<List<String>> QUESTIONS = List.of(
            List.of("-p", "one"),
            List.of("-p", "all", "-F", "tsv"),
            List.of("-p", "three", "-p", "nobody", "-H", "repository/name"),
            List.of("-p", "nobody"),
            List.of("-p", "all", "-F", "json"));

    @TempDir
    Path folder;

    private CommandResult pkgrepo(Path repository, String verb, List<String> words) {
        Path program = PkgEngines.program().resolveSibling("pkgrepo");
        assumeTrue(Files.isExecutable(program), "needs pkgrepo(1) beside pkg(1)");
        List<String> argv = new ArrayList<>(List.of(program.toString(), verb, "-s", repository.toString()));
        argv.addAll(words);
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(1), argv));
    }

    private static int ours(RepoWorld world, Path repository, String verb, List<String> words) {
        List<String> argv = new ArrayList<>(List.of(verb, "-s", repository.toString()));
        argv.addAll(words);
        return world.run(argv.toArray(new String[0]));
    }

    @Test
    void shouldSetAndPrintWhatPkgrepoDoes() {
        RepoWorld world = new RepoWorld(folder);
        Path ours = folder.resolve("ours");
        Path theirs = folder.resolve("theirs");
        for (Path repository : List.of(ours, theirs)) {
            world.run("create", repository.toString());
            pkgrepo(repository, "add-publisher", List.of("one"));
        }
        compare(world, ours, theirs, List.of());
        for (List<String> change : CHANGES) {
            CommandResult their = pkgrepo(theirs, "set", change);
            int our = ours(world, ours, "set", change);
            assertThat(our == 0).as(change + their.err()).isEqualTo(their.exitStatus() == 0);
            compare(world, ours, theirs, change);
        }
    }

    private void compare(RepoWorld world, Path ours, Path theirs, List<String> after) {
        for (List<String> question : QUESTIONS) {
            CommandResult expected = pkgrepo(theirs, "get", question);
            assertThat(pkgrepo(ours, "get", question).out())
                    .as("the real tool on what we wrote, %s after %s", question, after)
                    .isEqualTo(expected.out());
            for (Path repository : List.of(ours, theirs)) {
                assertThat(ours(world, repository, "get", question))
                        .as("%s after %s", question, after)
                        .isEqualTo(expected.exitStatus());
                assertThat(world.out.strip())
                        .as("%s after %s", question, after)
                        .isEqualTo(expected.out().strip());
            }
        }
    }
}
