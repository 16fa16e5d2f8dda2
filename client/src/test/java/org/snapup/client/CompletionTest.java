package org.snapup.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snapup.client.cli.Option;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.World;

@ExtendWith(FakeDaemons.class)
class CompletionTest {
    private final FakeDaemon daemon;

    CompletionTest(FakeDaemon daemon) {
        this.daemon = daemon;
        World.behind(daemon);
    }

    /** A tilde stands for an empty last word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "be act; activate",
                "be activate o; old,old:1",
                "be activate old:; old:1",
                "be destroy old@; old@before,old@tuesday",
                "be create -e old@b; old@before",
                "be create -eo; ",
                "be create n; ",
                "be rename old ~; ",
                "be mount old ~; :folders",
                "be list --so; --socket",
                "be list --socket ~; :files",
                "install -R ~; :folders",
                "install -nR ~; :folders",
                "install --from ~; live,next",
                "install --from=n; --from=next",
                "install --no-a; --no-activate",
                "install -- --no-a; ",
                "--socket ~; :files",
                "--js; --json",
                "job show ~; 12,7",
                "job watch 1; 12",
                "job watch --from ~; ",
                "be; be",
                "be nonsense ~; ",
                "nonsense ~; ",
            })
    void shouldOfferWhatFits(String line, String wanted) {
        List<String> expected = wanted == null ? List.of() : List.of(wanted.split(",", -1));

        assertThat(candidates(line)).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldOfferEveryVerb() {
        assertThat(candidates("")).contains("install", "image-update", "be", "job");
        for (String name : Verbs.NAMES) {
            assertThat(candidates(name)).contains(name.substring(name.indexOf(' ') + 1));
        }
    }

    @Test
    void shouldOfferEveryOptionOfEveryVerb() {
        for (String name : Verbs.NAMES) {
            List<Option> options = requireNonNull(Verbs.named(name)).syntax().options();

            assertThat(candidates(name + " -"))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(
                            options.stream().map(Option::display).toList());
        }
    }

    @Test
    void shouldSayWhatACandidateIs() {
        assertThat(complete("be", "activate", "").out()).contains("be0\truns\n").contains("old\tboots next\n");
        assertThat(complete("job", "show", "7").out()).isEqualTo("7\tInstall, running\n");
    }

    @Test
    void shouldAskForSnapshotsOnlyWhereTheyAreWanted() {
        candidates("be activate ~");
        candidates("be destroy ~");

        assertThat(daemon.calls())
                .extracting(call -> call.parameters().toString())
                .containsExactly("{}", "{snapshots=true}");
    }

    @Test
    void shouldOfferNothingAndSayNothingWithoutADaemon() throws IOException {
        daemon.close();

        Running run = complete("be", "activate", "");

        assertThat(run).isEqualTo(new Running(0, "", ""));
    }

    private List<String> candidates(String line) {
        String[] words = line.replace("~", "").split(" ", -1);
        return Stream.of(complete(words).out().split("\n", -1))
                .filter(candidate -> !candidate.isEmpty())
                .map(candidate -> candidate.split("\t", -1)[0])
                .toList();
    }

    private Running complete(String... words) {
        String[] all = Stream.concat(Stream.of("--complete"), Stream.of(words)).toArray(String[]::new);
        return Running.of(Map.of("SNAPUP_SOCKET", daemon.socket().toString()), all);
    }
}
