package org.snapup.client.packages.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Formats;
import org.snapup.client.packages.Question;
import org.snapup.client.packages.Question.Answer;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup info}. */
public final class Info implements Verb {
    private static final Option LOCAL = Option.flag('l', "of installed packages (this is the default)");
    private static final Option REMOTE = Option.flag('r', "of the newest versions that the publishers offer");
    private static final Option LICENSE = Option.flag("--license", "the texts of the licences instead");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                        "info",
                        List.of(LOCAL, REMOTE, LICENSE, Globals.QUIET, Globals.ROOT),
                        "[PATTERN...]",
                        0,
                        Syntax.ANY_NUMBER,
                        "Describe packages.",
                        "Exit status: 0 found, 1 nothing found, 2 wrong usage, 3 some patterns match nothing.")
                .withForeign(List.of(), List.of(Formats.ORIGIN));
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        boolean remote = arguments.has(REMOTE);
        boolean licenses = arguments.has(LICENSE);
        if (remote && arguments.has(LOCAL)) {
            throw new UsageException("-l and -r exclude each other");
        }
        if (remote && arguments.operands().isEmpty()) {
            throw new UsageException("-r needs packages");
        }
        Answer answer = new Question(ImageQueries.INFO, arguments, session)
                .with("packages", arguments.operands())
                .with("remote", remote)
                .with("licenses", licenses)
                .ask("packages");
        List<String> without = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Fields each : answer.items()) {
            if (!licenses) {
                text.append(text.isEmpty() ? "" : "\n").append(InfoText.of(each));
            } else if (each.texts("licenses").isEmpty()) {
                without.add(each.text("fmri"));
            } else {
                text.append(text.isEmpty() ? "" : "\n");
                each.texts("licenses").forEach(license -> text.append(lines(license)));
            }
        }
        boolean quiet = arguments.has(Globals.QUIET);
        if (!quiet && !session.json()) {
            session.out().print(text);
            session.out().flush();
        }
        if (!quiet) {
            explain(session, remote, arguments.operands().isEmpty(), answer, without);
        }
        return status(answer, without);
    }

    /** The text's own lines, ended as {@code echo} would. */
    private static String lines(String text) {
        return Escape.lines(text, "") + "\n";
    }

    private static int status(Answer answer, List<String> without) {
        if (answer.items().isEmpty() || without.size() == answer.items().size()) {
            return ExitStatus.FAILED;
        }
        return without.isEmpty() ? answer.status() : ExitStatus.PARTIAL;
    }

    private static void explain(
            Session session, boolean remote, boolean everything, Answer answer, List<String> without) {
        if (!answer.unmatched().isEmpty()) {
            session.err()
                    .println((answer.items().isEmpty() ? "" : "\n")
                            + (remote
                                    ? "snapup info: no known packages matching the following patterns; snapup refresh"
                                            + " brings news of them:"
                                    : "snapup info: no packages matching the following patterns are installed; -r asks"
                                            + " the publishers:")
                            + answer.unmatchedLines());
        } else if (answer.items().isEmpty() && everything) {
            session.err().println("snapup info: no packages installed");
        }
        if (!without.isEmpty()) {
            session.err().println("snapup info: no licence is known of:");
            without.forEach(fmri -> session.err().println("  " + Escape.line(fmri)));
        }
    }
}
