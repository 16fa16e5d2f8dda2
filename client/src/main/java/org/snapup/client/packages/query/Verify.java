package org.snapup.client.packages.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.ParsableText;
import org.snapup.client.packages.Question;
import org.snapup.client.packages.Question.Answer;
import org.snapup.client.packages.UnpackagedText;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup verify}. */
public final class Verify implements Verb {
    private static final Option VERBOSE = Option.flag('v', "packages that are whole, and what users may change, too");
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final Option PATH = Option.valued(
                    'p', "PATH", "only what packages deliver at this path of the image")
            .repeated();
    private static final Option UNPACKAGED = Option.flag("--unpackaged", "what no package delivers, too");
    private static final Option UNPACKAGED_ONLY = Option.flag("--unpackaged-only", "only what no package delivers");
    private static final String ERROR = "error";
    private static final int RULE_WIDTH = 80;
    private static final int NAME_WIDTH = 70;
    private static final int STATUS_WIDTH = 7;

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "verify",
                List.of(
                        VERBOSE,
                        NO_HEADER,
                        PATH,
                        UNPACKAGED,
                        UNPACKAGED_ONLY,
                        ParsableText.OPTION,
                        Globals.QUIET,
                        Globals.ROOT),
                "[PATTERN...]",
                0,
                Syntax.ANY_NUMBER,
                "Compare what is there with what packages delivered.",
                """
                        snapup fix mends what is found. Unpackaged contents are those that no installed package delivers,
                        whatever packages are named; a directory is listed without what is in it, and other filesystems
                        aren't looked into; only administrators may ask for it. That nothing is delivered at a path is
                        told. Exit status: 0 all is well, 1 something isn't, or a pattern matches nothing, 2 wrong usage.\
                        """);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        if (arguments.has(VERBOSE) && arguments.has(Globals.QUIET)) {
            throw new UsageException("-v and -q exclude each other");
        }
        boolean only = arguments.has(UNPACKAGED_ONLY);
        requireOneKind(arguments);
        Question question = new Question(ImageQueries.VERIFY, arguments, session)
                .with("packages", arguments.operands())
                .with("paths", arguments.values(PATH))
                .with("unpackaged", only ? "only" : arguments.has(UNPACKAGED) ? "also" : null);
        if (ParsableText.isWanted(arguments, session, arguments.has(VERBOSE) || arguments.has(NO_HEADER))) {
            return printForPrograms(question, session);
        }
        UnpackagedText unpackaged = new UnpackagedText();
        Answer answer = question.ask("packages", unpackaged::add);
        boolean quiet = arguments.has(Globals.QUIET);
        boolean whole = !unpackaged.isBroken();
        StringBuilder text = new StringBuilder();
        for (Fields each : answer.items()) {
            whole &= !isBroken(each);
            append(text, each, arguments.has(VERBOSE));
        }
        List<String> unknown = new ArrayList<>(answer.unmatched());
        unknown.retainAll(arguments.values(PATH));
        unknown.forEach(
                path -> text.append(Escape.line(path.replaceFirst("^/+", ""))).append(" is not found in the image\n"));
        if (!quiet && !session.json() && !text.isEmpty()) {
            session.out().print(arguments.has(NO_HEADER) ? "" : line("PACKAGE", "STATUS"));
            session.out().print(text);
            session.out().print(unpackaged.isEmpty() ? "" : "-".repeat(RULE_WIDTH) + "\n");
        }
        if (!quiet && !session.json() && (only || arguments.has(UNPACKAGED))) {
            session.out().print(unpackaged.text(!arguments.has(NO_HEADER)));
        }
        session.out().flush();
        Answer missing = withoutPaths(answer, unknown);
        if (!quiet) {
            tellUnmatched(missing, session);
        }
        return whole && missing.unmatched().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** What isn't delivered at a path is told of, and is no failure. */
    private static Answer withoutPaths(Answer answer, List<String> paths) {
        List<String> patterns = new ArrayList<>(answer.unmatched());
        patterns.removeAll(paths);
        return new Answer(answer.items(), patterns);
    }

    private static void tellUnmatched(Answer answer, Session session) {
        if (!answer.unmatched().isEmpty()) {
            session.err()
                    .println("snapup verify: no packages matching the following patterns are installed:"
                            + answer.unmatchedLines());
        }
    }

    /** As pkg(1), nothing on standard output where a pattern matches nothing. */
    private static int printForPrograms(Question question, Session session) throws IOException {
        List<String> parts = new ArrayList<>();
        Answer answer =
                question.with("parsable", true).ask("packages", part -> parts.add(part.textOrEmpty("parsable")));
        if (!answer.unmatched().isEmpty()) {
            tellUnmatched(answer, session);
            return ExitStatus.FAILED;
        }
        ParsableText text = ParsableText.read(String.join("", parts));
        session.out().print(text.line());
        session.out().flush();
        return text.hasErrors() ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private static void requireOneKind(Arguments arguments) throws UsageException {
        boolean only = arguments.has(UNPACKAGED_ONLY);
        if (only && arguments.has(UNPACKAGED)) {
            throw new UsageException("--unpackaged and --unpackaged-only exclude each other");
        }
        if (only && !arguments.operands().isEmpty()) {
            throw new UsageException("--unpackaged-only goes without packages: --unpackaged looks at them, too");
        }
        if (arguments.has(PATH) && (only || arguments.has(UNPACKAGED))) {
            throw new UsageException("-p goes without --unpackaged and --unpackaged-only");
        }
    }

    private static boolean isBroken(Fields verified) {
        for (Fields finding : verified.objects("findings")) {
            if (finding.text("severity").equals(ERROR)) {
                return true;
            }
        }
        return false;
    }

    private static void append(StringBuilder text, Fields verified, boolean verbose) {
        boolean broken = isBroken(verified);
        StringBuilder findings = new StringBuilder();
        String last = "";
        for (Fields finding : verified.objects("findings")) {
            String severity = finding.text("severity");
            if (severity.equals("info") && !verbose) {
                continue;
            }
            String action = Escape.line(finding.text("action"));
            if (!action.equals(last)) {
                findings.append('\t').append(action).append('\n');
                last = action;
            }
            findings.append("\t\t")
                    .append(severity.equals(ERROR) ? "ERROR: " : severity.equals("warning") ? "WARNING: " : "")
                    .append(Escape.line(finding.text("text")))
                    .append('\n');
        }
        if (verbose || !findings.isEmpty()) {
            String fmri = verified.text("fmri");
            int at = fmri.indexOf('@');
            text.append(line(Escape.line(at < 0 ? fmri : fmri.substring(0, at)), broken ? "ERROR" : "OK"));
            text.append(findings);
        }
    }

    private static String line(String name, String status) {
        return name
                + " ".repeat(Math.max(0, NAME_WIDTH - name.length()) + 1 + STATUS_WIDTH - status.length())
                + status
                + "\n";
    }
}
