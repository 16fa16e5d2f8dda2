package org.snapup.client.verb;

import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;

/** The options that every verb takes, before or after its name. */
public final class Globals {
    public static final Option SOCKET = Option.valued(
            "--socket", "PATH", "the daemon's socket (default: SNAPUP_SOCKET, else " + "/run/snapup/snapupd.sock)");
    public static final Option JSON = Option.flag("--json", "print JSON, one object a line");
    public static final Option HELP = Option.flag("--help", "print this text");
    public static final Option VERSION = Option.flag("--version", "print the version");

    /** Of the verbs about packages. */
    public static final Option ROOT =
            Option.valued('R', "DIR", "the boot environment mounted at DIR, not the running one");

    public static final Option QUIET = Option.flag('q', "print nothing but errors");

    private Globals() {}

    /** A verb's syntax with the options that every verb takes. */
    public static Syntax syntax(
            String verb, List<Option> own, String operands, int minimum, int maximum, String summary, String details) {
        List<Option> options = new ArrayList<>(own);
        options.add(JSON);
        options.add(SOCKET);
        options.add(HELP);
        options.add(VERSION);
        return new Syntax(verb, options, operands, minimum, maximum, summary, details);
    }
}
