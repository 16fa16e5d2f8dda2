package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Change;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.protocol.SnapupException;

/** What the verbs that change an image's configuration share: as pkg(1), they say little, and wait. */
public abstract class SettingVerb implements Verb {
    private final Syntax syntax;

    protected SettingVerb(
            String name, List<Option> own, String operands, int least, int most, String summary, String details) {
        List<Option> options = new ArrayList<>(own);
        options.add(Globals.QUIET);
        options.add(Globals.ROOT);
        this.syntax = Globals.syntax(name, options, operands, least, most, summary, details);
    }

    @Override
    public Syntax syntax() {
        return syntax;
    }

    /** What is asked for. @throws SnapupException for values that can't be meant */
    protected abstract Record request(Arguments arguments, Session session, @Nullable String root)
            throws UsageException;

    /** The method of {@link org.snapup.protocol.ImageChanges} that is called. */
    protected abstract String method();

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        int status = Change.configure(session, method(), checked(arguments, session), isQuiet(arguments));
        return status == ExitStatus.NOTHING_TO_DO ? nothing(arguments) : status;
    }

    /** Whether nothing but errors is printed. */
    protected boolean isQuiet(Arguments arguments) {
        return arguments.has(Globals.QUIET);
    }

    /** Refuses {@code -q} together with an option for more. */
    protected static void requireNotBoth(Arguments arguments, Option more) throws UsageException {
        if (arguments.has(Globals.QUIET) && arguments.has(more)) {
            throw new UsageException(more.display() + " and -q exclude each other");
        }
    }

    private Record checked(Arguments arguments, Session session) throws UsageException {
        String root = arguments.value(Globals.ROOT);
        try {
            return request(arguments, session, root == null ? null : session.absolute(root));
        } catch (SnapupException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** The status where it was so already: who asks for a setting has it. */
    protected int nothing(Arguments arguments) {
        return ExitStatus.DONE;
    }
}
