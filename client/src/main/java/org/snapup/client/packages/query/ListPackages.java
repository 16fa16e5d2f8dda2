package org.snapup.client.packages.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Formats;
import org.snapup.client.packages.Question;
import org.snapup.client.packages.Question.Answer;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup list}. */
public final class ListPackages implements Verb {
    private static final Option AVAILABLE =
            Option.flag('a', "what can be installed, too: the newest version of each package");
    private static final Option ALL = Option.flag('f', "with -a: every version, whatever rules it out");
    private static final Option NEWEST = Option.flag('n', "the newest version of each package, whatever is installed");
    private static final Option UPGRADABLE = Option.flag('u', "what is installed and has a newer version");
    private static final Option REMOVABLE = Option.flag('r', "what is installed and no other package needs");
    private static final Option MANUAL = Option.flag('m', "only what somebody asked for by name");
    private static final Option NOT_MANUAL = Option.flag('M', "only what nobody asked for by name");
    private static final Option INSTALLABLE = Option.flag('i', "with -n (default) or -a: only what isn't installed");
    private static final Option SUMMARIES = Option.flag('s', "summaries instead of versions");
    private static final Option VERBOSE = Option.flag('v', "whole package identities");
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final Option COLUMNS = Option.valued('o', "COLUMN,...", "these columns");

    private static final List<Option> SCOPES = List.of(AVAILABLE, NEWEST, UPGRADABLE, REMOVABLE);

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                        "list",
                        List.of(
                                AVAILABLE,
                                ALL,
                                NEWEST,
                                UPGRADABLE,
                                REMOVABLE,
                                MANUAL,
                                NOT_MANUAL,
                                INSTALLABLE,
                                SUMMARIES,
                                VERBOSE,
                                NO_HEADER,
                                Formats.OPTION,
                                COLUMNS,
                                Globals.QUIET,
                                Globals.ROOT),
                        "[PATTERN...]",
                        0,
                        Syntax.ANY_NUMBER,
                        "List packages, those that are installed.",
                        """
                        IFO: i installed; f frozen, m somebody asked for it; o obsolete, r renamed, l legacy.
                        Exit status: 0 found, 1 nothing found, 2 wrong usage, 3 some patterns match nothing.\
                        """)
                .withForeign(
                        List.of(Option.flag("--no-refresh", "the catalogs of the last refresh are listed anyway")),
                        List.of(Formats.ORIGIN));
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        exclude(arguments, SUMMARIES, VERBOSE);
        exclude(arguments, MANUAL, NOT_MANUAL);
        String scope = scope(arguments);
        Format format = Formats.of(arguments);
        List<ListColumn> columns = columns(arguments);
        Question question = new Question(ImageQueries.LIST, arguments, session)
                .with("patterns", arguments.operands())
                .with("scope", scope.equals("installed") ? null : scope)
                .with("summaries", columns.contains(ListColumn.SUMMARY));
        Answer answer = question.ask("packages");
        boolean quiet = session.json() || arguments.has(Globals.QUIET);
        if (!quiet) {
            print(session, arguments, format, columns, answer.items());
        }
        if (!arguments.has(Globals.QUIET)) {
            explain(session, arguments, scope, answer);
        }
        return answer.items().isEmpty() ? ExitStatus.FAILED : answer.status();
    }

    private static void exclude(Arguments arguments, Option one, Option other) throws UsageException {
        if (arguments.has(one) && arguments.has(other)) {
            throw new UsageException(one.display() + " and " + other.display() + " exclude each other");
        }
    }

    private static String scope(Arguments arguments) throws UsageException {
        Option chosen = null;
        for (Option option : SCOPES) {
            if (arguments.has(option)) {
                if (chosen != null) {
                    throw new UsageException(chosen.display() + " and " + option.display() + " exclude each other");
                }
                chosen = option;
            }
        }
        if (arguments.has(ALL) && !AVAILABLE.equals(chosen)) {
            throw new UsageException("-f goes with -a only");
        }
        if (arguments.has(INSTALLABLE)) {
            if (chosen != null && (chosen.equals(UPGRADABLE) || chosen.equals(REMOVABLE))) {
                throw new UsageException("-i and " + chosen.display() + " exclude each other");
            }
            chosen = chosen == null ? NEWEST : chosen;
        }
        if (chosen == null) {
            return "installed";
        }
        return switch (chosen.display()) {
            case "-a" -> arguments.has(ALL) ? "all" : "available";
            case "-n" -> "newest";
            case "-u" -> "upgradable";
            default -> "removable";
        };
    }

    private static List<ListColumn> columns(Arguments arguments) throws UsageException {
        List<String> named = arguments.listed(COLUMNS);
        boolean verbose = arguments.has(VERBOSE);
        boolean summaries = arguments.has(SUMMARIES);
        if (named.isEmpty()) {
            return verbose
                    ? List.of(ListColumn.FMRI, ListColumn.FLAGS)
                    : summaries
                            ? List.of(ListColumn.NAMEPUB, ListColumn.SUMMARY)
                            : List.of(ListColumn.NAMEPUB, ListColumn.VERSION, ListColumn.FLAGS);
        }
        if (verbose || summaries) {
            throw new UsageException("-o goes without -v and -s");
        }
        LinkedHashSet<ListColumn> columns = new LinkedHashSet<>();
        for (String name : named) {
            columns.add(ListColumn.named(name.toLowerCase(Locale.ROOT)));
        }
        return List.copyOf(columns);
    }

    private static void print(
            Session session, Arguments arguments, Format format, List<ListColumn> columns, List<Fields> packages) {
        List<Listing.Column> shown = new ArrayList<>();
        boolean named = arguments.has(COLUMNS);
        for (ListColumn column : columns) {
            shown.add(named ? column.asWideAsNeeded() : column.column(columns));
        }
        Listing listing = new Listing(shown);
        for (Fields each : packages) {
            if (isWanted(arguments, each.texts("states"))) {
                @Nullable String[] row = new @Nullable String[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = columns.get(i).of(each);
                }
                listing.row(row);
            }
        }
        session.out().print(listing.text(format, !arguments.has(NO_HEADER) && !listing.isEmpty()));
    }

    private static boolean isWanted(Arguments arguments, List<String> states) {
        if ((arguments.has(MANUAL) && !states.contains("manual"))
                || (arguments.has(NOT_MANUAL) && states.contains("manual"))) {
            return false;
        }
        return !arguments.has(INSTALLABLE)
                || (!states.contains("installed") && !states.contains("obsolete") && !states.contains("renamed"));
    }

    private static void explain(Session session, Arguments arguments, String scope, Answer answer) {
        String about = "";
        if (!answer.unmatched().isEmpty()) {
            about = (answer.items().isEmpty() ? "" : "\n") + "snapup list: " + unmatched(scope)
                    + answer.unmatchedLines();
        } else if (answer.items().isEmpty() && arguments.operands().isEmpty()) {
            about = nothing(scope);
        }
        if (!about.isEmpty()) {
            session.out().flush();
            session.err().println(about);
        }
    }

    private static String unmatched(String scope) {
        return switch (scope) {
            case "installed", "removable" -> "no packages matching the following patterns are installed:";
            case "upgradable" -> "no packages matching the following patterns have a newer version:";
            case "available" -> "no packages matching the following patterns are installed or can be:";
            default -> "no known packages matching:";
        };
    }

    private static String nothing(String scope) {
        return switch (scope) {
            case "installed" -> "no packages installed";
            case "upgradable" -> "no packages have newer versions available";
            case "removable" -> "no installed packages are removable";
            case "available" -> "no packages installed or available for installation";
            default -> "no packages are known";
        };
    }
}
