package org.snapup.client.packages.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Question;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup search}. */
public final class Search implements Verb {
    private static final Option LOCAL = Option.flag('l', "what is installed");
    private static final Option REMOTE = Option.flag('r', "what the publishers offer (this is the default)");
    private static final Option ACTIONS = Option.flag('a', "the actions that match (this is the default)");
    private static final Option PACKAGES = Option.flag('p', "the packages that match");
    private static final Option ALL_VERSIONS = Option.flag('f', "older versions, too");
    private static final Option CASE = Option.flag('I', "large and small letters differ");
    private static final Option COLUMNS =
            Option.valued('o', "COLUMN,...", "these columns").repeated();
    private static final Option NO_HEADER = Option.flag('H', "no header, and a tab behind each value");

    private static final List<String> ACTION_COLUMNS =
            List.of("search.match_type", "action.name", "search.match", "pkg.shortfmri");
    private static final List<String> ACTION_HEADERS = List.of("index", "action", "value", "package");
    private static final List<String> PACKAGE_COLUMNS = List.of("pkg.shortfmri", "pkg.publisher");
    private static final List<String> PACKAGE_HEADERS = List.of("package", "publisher");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                        "search",
                        List.of(LOCAL, REMOTE, ACTIONS, PACKAGES, ALL_VERSIONS, CASE, COLUMNS, NO_HEADER, Globals.ROOT),
                        "QUERY...",
                        1,
                        Syntax.ANY_NUMBER,
                        "Search what packages deliver and say.",
                        """
                        A query is a word, with * and ? for any letters, or PACKAGE:ACTION:INDEX:WORD with empty
                        parts left open; AND, OR and (...) combine them, "..." holds words together.
                        Columns are search.match, search.match_type, and those of contents.
                        Exit status: 0 found, 1 nothing found, 2 wrong usage.\
                        """)
                .withForeign(
                        List.of(),
                        List.of(new Option(
                                "-s", null, "ORIGIN", "only configured publishers are asked: set-publisher")));
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        boolean packages = arguments.has(PACKAGES);
        List<String> columns = arguments.listed(COLUMNS);
        for (String column : columns) {
            check(column, packages);
        }
        List<Fields> found = new ArrayList<>();
        for (boolean remote : where(arguments)) {
            found.addAll(search(arguments, session, remote));
        }
        boolean whole =
                packages || (!found.isEmpty() && found.get(0).text("action").isEmpty());
        if (whole) {
            for (String column : columns) {
                checkOfPackages(column);
            }
        }
        if (!session.json()) {
            session.out().print(table(columns, whole, found).text(!arguments.has(NO_HEADER)));
        }
        return found.isEmpty() ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    /** @param whole packages were found, and not actions of them */
    private static ActionTable table(List<String> wanted, boolean whole, List<Fields> found) {
        List<String> columns = wanted;
        List<String> headers = wanted;
        if (wanted.isEmpty()) {
            columns = whole ? PACKAGE_COLUMNS : ACTION_COLUMNS;
            headers = whole ? PACKAGE_HEADERS : ACTION_HEADERS;
        }
        ActionTable table = new ActionTable(columns, headers);
        Set<String> seen = new HashSet<>();
        for (Fields each : found) {
            if (!seen.add(each.text("fmri")) && whole) {
                continue;
            }
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                row.add(ActionColumns.ofFound(each, column));
            }
            table.rowUnlessRepeated(row);
        }
        return table;
    }

    private static void check(String column, boolean packages) throws UsageException {
        if (packages) {
            checkOfPackages(column);
        }
        boolean match = column.equals("search.match") || column.equals("search.match_type");
        if (!match && (column.startsWith("action.") || column.startsWith("pkg.") || column.startsWith("search."))) {
            ActionColumns.check(column);
        }
    }

    private static void checkOfPackages(String column) throws UsageException {
        if (column.startsWith("search.match") || column.startsWith("action.")) {
            throw new UsageException("packages go without the column '" + column + "', which is of actions");
        }
    }

    private static List<Boolean> where(Arguments arguments) {
        List<Boolean> where = new ArrayList<>();
        if (arguments.has(LOCAL)) {
            where.add(false);
        }
        if (arguments.has(REMOTE) || where.isEmpty()) {
            where.add(true);
        }
        return where;
    }

    private static List<Fields> search(Arguments arguments, Session session, boolean remote) throws IOException {
        return new Question(ImageQueries.SEARCH, arguments, session)
                .with("query", String.join(" ", arguments.operands()))
                .with("remote", remote)
                .with("allVersions", arguments.has(ALL_VERSIONS))
                .with("caseSensitive", arguments.has(CASE))
                .ask("found")
                .items();
    }
}
