package org.snapup.ips.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;

/** The shells' scripts name the verbs and options that there are. */
class RepoCompletionTest {
    private static final Pattern OPTION = Pattern.compile("(?<![A-Za-z-])--?[A-Za-z][a-z-]*");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash/snapup-repo", "zsh/_snapup-repo", "fish/snapup-repo.fish"})
    void shouldOfferWhatTheUsageNames(String script) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../client/completion", script));
        RepoWorld world = new RepoWorld(folder);
        world.run("--help");

        for (String usage : world.out.lines().skip(1).toList()) {
            String verb = usage.strip().split(" ", 3)[1];
            String line = lines.stream()
                    .filter(each -> each.contains(") words=")
                            || each.contains(") candidates=")
                            || each.startsWith("__snapup_repo_options "))
                    .filter(each -> Pattern.compile("(?<![a-z-])" + verb + "(?![a-z-])")
                            .matcher(each.replaceFirst("=.*| '?-.*", ""))
                            .find())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(script + " doesn't know " + verb));
            TreeSet<String> options = new TreeSet<>(options(usage.replaceFirst(".*snapup-repo \\S+", "")));
            assertThat(options(line)).as(line).containsExactlyInAnyOrderElementsOf(options);
        }
    }

    @ParameterizedTest
    @CsvSource({"bash, bash/snapup-repo", "zsh, zsh/_snapup-repo", "fish, fish/snapup-repo.fish"})
    void shouldBeUnderstoodByItsShell(String shell, String script) {
        Path program = Path.of("/usr/bin", shell);
        assumeTrue(Files.isExecutable(program), "needs " + program);
        Path text = Path.of("../client/completion", script).toAbsolutePath();
        List<String> argv = List.of(program.toString(), "-n", text.toString());

        CommandResult result = ProcessRunner.create().run(Command.of(Duration.ofMinutes(1), argv));

        assertThat(result.err()).isEmpty();
        assertThat(result.exitStatus()).isZero();
    }

    private static List<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).toList();
    }
}
