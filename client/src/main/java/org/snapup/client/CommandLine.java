package org.snapup.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.be.beadm.Beadm;
import org.snapup.client.be.bectl.Bectl;
import org.snapup.client.be.dialect.Dialect;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Nearest;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.complete.Completion;
import org.snapup.client.follow.Patience;
import org.snapup.client.render.Escape;
import org.snapup.client.render.JsonLine;
import org.snapup.client.terminal.Interrupts;
import org.snapup.client.terminal.Screen;
import org.snapup.client.verb.Advice;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.SnapupException;

/** Finds the verb, parses its arguments, runs it, and turns what goes wrong into text and an exit status. */
final class CommandLine {
    /** What the shells' completion scripts call; nobody types it. */
    private static final String COMPLETE = "--complete";

    private static final String DEFAULT_SOCKET = "/run/snapup/snapupd.sock";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path directory;
    private final Screen screen;
    private final Interrupts interrupts;
    private final Patience patience;

    CommandLine(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            Path directory,
            Screen screen,
            Interrupts interrupts,
            Patience patience) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.directory = directory;
        this.screen = screen;
        this.interrupts = interrupts;
        this.patience = patience;
    }

    int run(List<String> words) {
        if (!words.isEmpty() && words.get(0).equals(COMPLETE)) {
            return complete(words.subList(1, words.size()));
        }
        int at = 0;
        List<String> options = new ArrayList<>();
        while (at < words.size() && words.get(at).startsWith("-")) {
            boolean separateValue = takesValue(words.get(at)) && at + 1 < words.size();
            options.addAll(words.subList(at, at + (separateValue ? 2 : 1)));
            at += separateValue ? 2 : 1;
        }
        String name = name(words, at);
        int verbEnd = at + (name.indexOf(' ') < 0 ? 1 : 2);
        Verb verb = Verbs.named(name);
        options.addAll(words.subList(Math.min(verbEnd, words.size()), words.size()));
        return verb == null ? withoutVerb(name, options) : run(verb, options);
    }

    /** Of the options that may stand before the verb. */
    private static boolean takesValue(String option) {
        return option.equals(Globals.SOCKET.display()) || option.equals(Globals.ROOT.display());
    }

    /** The verb's name, of one word or of two; empty where there is none. */
    private static String name(List<String> words, int at) {
        if (at >= words.size()) {
            return "";
        }
        String first = words.get(at);
        boolean isGroup = first.equals("be") || first.equals("job");
        boolean hasSecond = at + 1 < words.size() && !words.get(at + 1).startsWith("-");
        return isGroup && hasSecond ? first + " " + words.get(at + 1) : first;
    }

    /**
     * Runs as another program that scripts know.
     *
     * @return that program's exit status
     */
    int runAs(String program, List<String> words) {
        Dialect dialect = program.equals("beadm") ? new Beadm() : new Bectl();
        try {
            return dialect.run(
                    words, new Session(in, out, err, daemon(null), false, directory, screen, interrupts, patience), in);
        } catch (SnapupException e) {
            failed(Advice.message(e, "be"), "");
            return dialect.withoutDaemon();
        } catch (DaemonException e) {
            failed(e.getMessage(), e.advice());
            return dialect.withoutDaemon();
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()), "");
            return dialect.withoutDaemon();
        }
    }

    private int withoutVerb(String name, List<String> options) {
        if (options.contains("--version")) {
            return version();
        }
        boolean isGroup = name.equals("be") || name.equals("job");
        if (options.contains("--help") && (name.isEmpty() || isGroup)) {
            out.print(Overview.text(name));
            return 0;
        }
        if (name.isEmpty() || isGroup) {
            err.print(Overview.text(name));
            return ExitStatus.USAGE;
        }
        String near = Nearest.to(name, Verbs.NAMES);
        err.println("snapup: unknown command '" + Escape.line(name) + "'"
                + (near == null ? "" : ": did you mean 'snapup " + near + "'?"));
        err.println("All commands: snapup --help");
        return ExitStatus.USAGE;
    }

    private int run(Verb verb, List<String> words) {
        Syntax syntax = verb.syntax();
        try {
            if (asksFor("--help", words)) {
                out.print(syntax.help());
                return 0;
            }
            if (asksFor("--version", words)) {
                return version();
            }
            Arguments arguments = syntax.parse(words);
            sayWhatHasNoEffect(syntax, arguments);
            return verb.run(arguments, session(arguments));
        } catch (UsageException e) {
            err.println("snapup: " + Escape.line(e.getMessage()));
            err.println(syntax.usage());
            err.println("More: snapup " + syntax.verb() + " --help");
            return ExitStatus.USAGE;
        } catch (DaemonException e) {
            return failed(e.getMessage(), e.advice());
        } catch (SnapupException e) {
            if (asksFor(Globals.JSON.display(), words)) {
                out.print(JsonLine.error(e));
            }
            failed(Advice.message(e, syntax.verb()), Advice.next(e));
            return ExitStatus.of(e.code());
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()), "");
        }
    }

    private void sayWhatHasNoEffect(Syntax syntax, Arguments arguments) {
        for (Option option : syntax.ignored()) {
            if (arguments.has(option) && !arguments.has(Globals.QUIET)) {
                err.println("snapup: " + option.display() + " has no effect: " + option.help());
            }
        }
    }

    /** Before parsing, so that help comes whatever else is missing. */
    private static boolean asksFor(String option, List<String> words) {
        int end = words.indexOf("--");
        return words.subList(0, end < 0 ? words.size() : end).contains(option);
    }

    private int failed(String message, String advice) {
        out.flush();
        err.println("snapup: " + Escape.lines(message, "  "));
        if (!advice.isEmpty()) {
            err.println("  " + Escape.lines(advice, "  "));
        }
        return ExitStatus.FAILED;
    }

    private int version() {
        try (@Nullable InputStream text = CommandLine.class.getResourceAsStream("version")) {
            if (text == null) {
                throw new IllegalStateException("the file 'version' is missing from the client's archive");
            }
            out.print("snapup " + new String(text.readAllBytes(), StandardCharsets.UTF_8));
            return 0;
        } catch (IOException e) {
            return failed("can't read the version: " + e.getMessage(), "");
        }
    }

    private int complete(List<String> words) {
        Completion completion = new Completion(Verbs.NAMES, CommandLine::syntax, this::daemon);
        out.print(completion.of(words));
        return 0;
    }

    private static @Nullable Syntax syntax(String name) {
        Verb verb = Verbs.named(name);
        return verb == null ? null : verb.syntax();
    }

    private Daemon daemon(@Nullable String named) {
        String socket = named == null ? environment.getOrDefault("SNAPUP_SOCKET", "") : named;
        return new Daemon(directory.resolve(socket.isEmpty() ? DEFAULT_SOCKET : socket));
    }

    private Session session(Arguments arguments) {
        Daemon daemon = daemon(arguments.value(Globals.SOCKET));
        boolean json = arguments.has(Globals.JSON);
        return new Session(in, out, err, daemon, json, directory, screen, interrupts, patience);
    }
}
