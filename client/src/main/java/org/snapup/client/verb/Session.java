package org.snapup.client.verb;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.snapup.client.follow.Patience;
import org.snapup.client.render.JsonRenderer;
import org.snapup.client.render.PlainRenderer;
import org.snapup.client.render.Renderer;
import org.snapup.client.render.TerminalRenderer;
import org.snapup.client.terminal.Interrupts;
import org.snapup.client.terminal.Screen;
import org.snapup.client.wire.Daemon;

/**
 * What a verb works with; nothing in it is global, so that tests give their own.
 *
 * @param in what a stream or an answer is read from
 * @param out where results go, UTF-8
 * @param err where errors and notices go, UTF-8
 * @param json print JSON
 * @param directory the working directory, absolute
 */
public record Session(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Daemon daemon,
        boolean json,
        Path directory,
        Screen screen,
        Interrupts interrupts,
        Patience patience) {
    /** The path as the daemon needs it: absolute, and otherwise as it was given; links and dots are the daemon's. */
    public String absolute(String path) {
        return directory.resolve(path).toString();
    }

    /** @param verbose the output of commands, too */
    public Renderer renderer(boolean verbose) {
        if (json) {
            return new JsonRenderer(out, err);
        }
        return screen.isTerminal()
                ? new TerminalRenderer(out, err, screen, verbose)
                : new PlainRenderer(out, err, verbose);
    }
}
