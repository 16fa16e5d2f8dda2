package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Needed;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.World;

/** The completion scripts in the real shells, with the real program. */
@Timeout(300)
@ExtendWith(FakeDaemons.class)
class ShellsIT {
    private static final Path SCRIPTS = Path.of("completion").toAbsolutePath();

    /** Prints what the function offers for each line. */
    private static final String BASH = """
            set -u
            . "$1/bash/snapup"
            shift
            compopt() { :; } # there is no completion going on
            for COMP_LINE in "$@"; do
                COMP_POINT=${#COMP_LINE}
                _snapup
                printf '%s>' "$COMP_LINE"
                printf ' %s' "${COMPREPLY[@]}"
                printf '\\n'
            done
            """;

    /** Types each line and a tab into a shell on a terminal, and prints what the terminal showed. */
    private static final String ZSH = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell "fpath=($1/zsh \\$fpath); autoload -U compinit; compinit -u -D"
            # prints the line as it stands, when everything before was done
            zpty -w shell 'show() { print -r -- "<<$BUFFER>>"; BUFFER=; }; zle -N show; bindkey "^X" show'
            zpty -w shell 'PS1=; print -r "ready" "now"'
            zpty -r -m shell seen '*ready now*'
            shift
            for line in "$@"; do
                zpty -w -n shell "$line"$'\\t\\C-x'
                zpty -r -m shell seen '*<<*>>*'
                print -r -- "$seen"
            done
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final FakeDaemon daemon;

    ShellsIT(FakeDaemon daemon) {
        this.daemon = daemon;
        World.behind(daemon);
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(directory.resolve("a-folder"));
        Files.writeString(directory.resolve("a-file"), "");
    }

    @Test
    void shouldCompleteInBash() throws Exception {
        Program run = run(
                Needed.program("bash", "bash"),
                "--norc",
                "-c",
                BASH,
                "bash",
                SCRIPTS.toString(),
                "snapup be act",
                "snapup be activate o",
                "snapup be activate old:",
                "snapup be destroy old@b",
                "snapup job watch ",
                "snapup install --from=",
                "snapup be mount old a-");

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsExactly(
                        "snapup be act> activate",
                        "snapup be activate o> old old:1",
                        "snapup be activate old:> 1",
                        "snapup be destroy old@b> before",
                        "snapup job watch > 12 7",
                        "snapup install --from=> live next",
                        "snapup be mount old a-> a-folder");
    }

    @Test
    void shouldCompleteInFish() throws Exception {
        String fish = Needed.program("fish", "fish");
        String script =
                "source $argv[1]/fish/snapup.fish; for line in $argv[2..-1]; echo \"$line>\"; complete -C $line; end";

        Program run = run(
                fish,
                "--no-config",
                "-c",
                script,
                SCRIPTS.toString(),
                "snapup be act",
                "snapup be activate o",
                "snapup be destroy old@b",
                "snapup job watch ",
                "snapup be mount old a-");

        assertThat(run.out().lines())
                .containsExactly(
                        "snapup be act>",
                        "activate\tMake a boot environment the one that boots next.",
                        "snapup be activate o>",
                        "old\tboots next",
                        "old:1",
                        "snapup be destroy old@b>",
                        "old@before\tsnapshot",
                        "snapup job watch >",
                        "7\tInstall, running",
                        "12\tInstall, queued",
                        "snapup be mount old a->",
                        "a-folder/\tDirectory");
    }

    @Test
    void shouldCompleteInZsh() throws Exception {
        Program run = run(
                Needed.program("zsh", "zsh"),
                "-f",
                "-c",
                ZSH,
                "zsh",
                SCRIPTS.toString(),
                "snapup be act",
                "snapup be activate ",
                "snapup be activate o",
                "snapup be destroy old@b",
                "snapup job watch ",
                "snapup be mount old a-");

        assertThat(run.out())
                .contains("<<snapup be activate >>")
                .containsPattern("old +-- boots next")
                .containsPattern("be0 +-- runs")
                .contains("<<snapup be activate old>>")
                .contains("<<snapup be destroy old@before >>")
                .containsPattern("12 +-- Install, queued")
                .containsPattern("7 +-- Install, running")
                .contains("<<snapup be mount old a-folder/>>");
    }

    private Program run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", Program.SNAPUP.getParent() + ":" + environment.get("PATH"));
        environment.put("SNAPUP_SOCKET", daemon.socket().toString());
        environment.put("HOME", directory.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("TERM", "dumb");
        return Program.of(builder).await();
    }
}
