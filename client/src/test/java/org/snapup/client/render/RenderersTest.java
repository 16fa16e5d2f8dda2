package org.snapup.client.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.snapup.client.testing.Story;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.RecordCodec;

class RenderersTest {
    private static final Story UPDATE = new Story()
            .state(JobState.QUEUED)
            .queued(2)
            .queued(2)
            .queued(1)
            .state(JobState.RUNNING)
            .step("snapshot", StepState.STARTED)
            .step("snapshot", StepState.DONE)
            .step("update", StepState.STARTED)
            .progress("download", 0, 40, 0, 41_943_040)
            .output("fetching")
            .progress("download", 10, 40, 10_485_760, 41_943_040)
            .progress("download", 40, 40, 41_943_040, 41_943_040)
            .progress("actions", 0, 0, 0, 0)
            .progress("actions", 7, 0, 0, 0)
            .step("update", StepState.DONE)
            .note("be-2 boots next.\nChanges made from now on are not in it.")
            .done("be-2 is up to date.");

    private record Shown(String out, String err) {}

    @Test
    void shouldPrintPlainLinesWithoutATerminal() {
        Shown shown = show(UPDATE, streams -> new PlainRenderer(streams.out, streams.err, false));

        assertThat(shown.out()).isEqualTo("""
                        job 7: queued
                        job 7: queued, 2 jobs before it
                        job 7: queued, 1 job before it
                        job 7: running
                        job 7: snapshot done
                        job 7: download: 0/40  0B/40.0M
                        job 7: download: 40/40  40.0M/40.0M  13.3M/s
                        job 7: actions
                        job 7: actions: 7
                        job 7: update done
                        job 7: be-2 boots next.
                          Changes made from now on are not in it.
                        Job 7 is done: be-2 is up to date.
                        """);
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void shouldAddOutputAndBeginsWhenVerbose() {
        assertThat(show(UPDATE, streams -> new PlainRenderer(streams.out, streams.err, true))
                        .out())
                .contains("job 7: snapshot started\njob 7: snapshot done\n")
                .contains("job 7: | fetching\n");
    }

    @Test
    void shouldKeepALineAPhaseOnATerminal() {
        Shown shown = show(UPDATE, streams -> new TerminalRenderer(streams.out, streams.err, () -> 72, false));

        assertThat(screen(shown.out())).isEqualTo("""
                        Job 7 is running.
                          snapshot       done
                          download       [#######################]  40/40  40.0M/40.0M  13.3M/s
                          actions        7
                        be-2 boots next.
                          Changes made from now on are not in it.
                        Job 7 is done: be-2 is up to date.
                        """);
        assertThat(shown.out())
                .contains("\r\u001b[KJob 7 is queued, 2 jobs before it")
                .contains("\r\u001b[KJob 7 is queued, 1 job before it")
                .contains("\r\u001b[K  snapshot       ...")
                .contains("\r\u001b[K  download       [#####------------------]  10/40  10.0M/40.0M  5.00M/s");
    }

    @Test
    void shouldNeverWrapTheLineThatLives() {
        Shown shown = show(UPDATE, streams -> new TerminalRenderer(streams.out, streams.err, () -> 30, false));

        assertThat(shown.out().split("\r\u001b\\[K|\n", -1))
                .filteredOn(line -> line.startsWith("  ") && !line.contains("Changes"))
                .allMatch(line -> line.length() < 30);
    }

    @Test
    void shouldKeepOutputAboveTheLineThatLives() {
        Shown shown = show(UPDATE, streams -> new TerminalRenderer(streams.out, streams.err, () -> 72, true));

        assertThat(screen(shown.out())).contains("  snapshot       done\n  | fetching\n  download       [####");
    }

    @Test
    void shouldPutFailuresOnTheErrorStream() {
        Story failed = new Story()
                .step("update", StepState.STARTED)
                .progress("download", 1, 40, 0, 0)
                .step("update", StepState.FAILED, "no route\u001b[31m")
                .state(JobState.UNDOING)
                .ended(new Outcome(Outcome.Result.UNDONE, 1, "The running system is untouched.", "x", null));

        Shown plain = show(failed, streams -> new PlainRenderer(streams.out, streams.err, false));
        Shown terminal = show(failed, streams -> new TerminalRenderer(streams.out, streams.err, () -> 60, false));

        assertThat(plain.out()).isEqualTo("""
                        job 7: download: 1/40
                        job 7: update failed: no route\\u001b[31m
                        job 7: undoing
                        """);
        assertThat(screen(terminal.out())).isEqualTo("""
                          download       [------------------------------]  1/40
                          update failed: no route\\u001b[31m
                        Job 7 is undoing.
                        """);
        assertThat(plain.err()).isEqualTo(terminal.err()).isEqualTo("""
                        snapup: job 7 failed and is undone: The running system is untouched.
                          what it did: snapup job show 7
                        """);
    }

    @Test
    void shouldPrintEventsAsJson() {
        Story story = new Story().note("caf\u00e9 \u009b").done("ok");

        Shown shown = show(story, streams -> new JsonRenderer(streams.out, streams.err));

        assertThat(shown.out()).isEqualTo("""
                        {"job":7,"number":1,"time":"2026-11-23T05:00:00Z","kind":"note","text":"caf\u00e9 \\u009b"}
                        {"job":7,"number":2,"time":"2026-11-23T05:00:01Z","kind":"state","state":"ended",\
                        "outcome":{"result":"done","exitStatus":0,"text":"ok"}}
                        """);
    }

    private record Streams(PrintStream out, PrintStream err) {}

    private static Shown show(Story story, Function<Streams, Renderer> factory) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
                Renderer renderer = factory.apply(new Streams(outStream, errStream))) {
            for (Event event : story.events()) {
                renderer.event(7, RecordCodec.toMap(event), event);
                if (event.outcome() != null) {
                    renderer.outcome(7, event.outcome());
                }
            }
        }
        return new Shown(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What stays on the screen: of each line what comes after it was last cleared. */
    private static String screen(String written) {
        StringBuilder screen = new StringBuilder();
        for (String line : written.split("(?<=\n)", -1)) {
            int cleared = line.lastIndexOf("\u001b[K");
            screen.append(cleared < 0 ? line : line.substring(cleared + 3));
        }
        return screen.toString();
    }
}
