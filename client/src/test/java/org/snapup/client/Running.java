package org.snapup.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.client.follow.Patience;
import org.snapup.client.terminal.Screen;
import org.snapup.client.testing.FakeDaemon;

/** A run of the command line inside the test's process, and what came of it. */
public record Running(int status, String out, String err) {
    public static Running of(FakeDaemon daemon, String... words) {
        List<String> all = new ArrayList<>(List.of("--socket", daemon.socket().toString()));
        all.addAll(List.of(words));
        return of(Map.of(), all.toArray(new String[0]));
    }

    /** As the program that scripts know, which reads this. */
    public static Running as(String program, FakeDaemon daemon, String in, String... words) {
        return of(program, Map.of("SNAPUP_SOCKET", daemon.socket().toString()), in, words);
    }

    /** A line of words, whose first is the program that scripts know. */
    public static Running typed(FakeDaemon daemon, String line) {
        List<String> words = List.of(line.split(" "));
        return as(words.get(0), daemon, "", words.subList(1, words.size()).toArray(String[]::new));
    }

    public static Running of(Map<String, String> environment, String... words) {
        return of("snapup", environment, "", words);
    }

    private static Running of(String program, Map<String, String> environment, String in, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status;
        try (PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
            CommandLine commandLine = new CommandLine(
                    new ByteArrayInputStream(in.getBytes(StandardCharsets.ISO_8859_1)),
                    outStream,
                    errStream,
                    environment,
                    Path.of("/a b"),
                    Screen.NONE,
                    action -> {},
                    new Patience(Duration.ZERO, Duration.ZERO));
            status = program.equals("snapup")
                    ? commandLine.run(List.of(words))
                    : commandLine.runAs(program, List.of(words));
        }
        return new Running(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
