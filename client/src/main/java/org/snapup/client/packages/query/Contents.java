package org.snapup.client.packages.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** {@code snapup contents}. */
public final class Contents implements Verb {
    private static final Option REMOTE = Option.flag('r', "of the newest versions that the publishers offer");
    private static final Option MANIFEST = Option.flag('m', "whole manifests, as they were published");
    private static final Option ATTRIBUTES =
            Option.valued('a', "NAME=PATTERN", "only actions with such a value").repeated();
    private static final Option TYPES = Option.valued('t', "TYPE,...", "only these actions: file, dir, depend, ...")
            .repeated();
    private static final Option COLUMNS =
            Option.valued('o', "COLUMN,...", "these attributes (default: path)").repeated();
    private static final Option SORT = Option.valued('s', "COLUMN", "in the order of this column");
    private static final Option NO_HEADER = Option.flag('H', "no header, and a tab behind each value");

    /** What of an action of a type is shown when only the type was named. */
    private static final Map<String, List<String>> OF_TYPE = Map.ofEntries(
            Map.entry("depend", List.of("type", "fmri")),
            Map.entry("set", List.of("name", "value")),
            Map.entry("file", List.of("path")),
            Map.entry("dir", List.of("path")),
            Map.entry("link", List.of("path")),
            Map.entry("hardlink", List.of("path")),
            Map.entry("user", List.of("username")),
            Map.entry("group", List.of("groupname")),
            Map.entry("driver", List.of("name")),
            Map.entry("license", List.of("license")),
            Map.entry("legacy", List.of("pkg")),
            Map.entry("signature", List.of("value")),
            Map.entry("unknown", List.of()));

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                        "contents",
                        List.of(REMOTE, MANIFEST, ATTRIBUTES, TYPES, COLUMNS, SORT, NO_HEADER, Globals.ROOT),
                        "[PATTERN...]",
                        0,
                        Syntax.ANY_NUMBER,
                        "List what packages deliver.",
                        """
                        Columns are attributes of actions, or action.name, action.key, action.hash, action.raw,
                        pkg.name, pkg.fmri, pkg.shortfmri, pkg.publisher.
                        Exit status: 0 found, 1 nothing found or some patterns match nothing, 2 wrong usage.\
                        """)
                .withForeign(List.of(), List.of(Formats.ORIGIN));
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        List<String> types = types(arguments, session);
        boolean manifest = arguments.has(MANIFEST);
        boolean remote = arguments.has(REMOTE);
        check(arguments);
        List<String> columns = columns(arguments, types);
        Answer answer = new Question(ImageQueries.CONTENTS, arguments, session)
                .with("packages", arguments.operands())
                .with("remote", remote)
                .with("types", types)
                .with("attributes", arguments.values(ATTRIBUTES))
                .with("manifest", manifest)
                .with("columns", manifest || session.json() ? List.of() : ActionColumns.asked(columns))
                .ask("contents");
        boolean found = !answer.items().isEmpty();
        if (!session.json()) {
            if (manifest) {
                answer.items().forEach(action -> session.out().println(Escape.line(action.text("line"))));
            } else {
                found = print(session, arguments, columns, answer.items());
            }
            session.out().flush();
        }
        return explain(session, arguments, remote, found, answer);
    }

    /** Those that there are; what else was named is only noted where there is one. */
    private static List<String> types(Arguments arguments, Session session) throws UsageException {
        List<String> types = new ArrayList<>(arguments.listed(TYPES));
        List<String> others = new ArrayList<>(types);
        others.removeAll(OF_TYPE.keySet());
        types.removeAll(others);
        if (!others.isEmpty()) {
            String note = "there is no action '" + String.join("', '", others) + "'";
            if (types.isEmpty()) {
                throw new UsageException(note);
            }
            session.err().println("snapup contents: " + note);
        }
        return types;
    }

    private static void check(Arguments arguments) throws UsageException {
        if (arguments.has(REMOTE) && arguments.operands().isEmpty()) {
            throw new UsageException("-r needs packages");
        }
        for (Option other : List.of(NO_HEADER, COLUMNS, TYPES, SORT, ATTRIBUTES)) {
            if (arguments.has(MANIFEST) && arguments.has(other)) {
                throw new UsageException("-m and " + other.display() + " exclude each other");
            }
        }
        for (String attribute : arguments.values(ATTRIBUTES)) {
            if (attribute.indexOf('=') < 1) {
                throw new UsageException("-a must be NAME=PATTERN, not '" + attribute + "'");
            }
        }
        for (String column : arguments.listed(COLUMNS)) {
            if (column.startsWith("action.") || column.startsWith("pkg.")) {
                ActionColumns.check(column);
            }
        }
    }

    private static List<String> columns(Arguments arguments, List<String> types) {
        List<String> columns = arguments.listed(COLUMNS);
        for (String type : columns.isEmpty() ? types : List.<String>of()) {
            for (String attribute : OF_TYPE.getOrDefault(type, List.of())) {
                if (!columns.contains(attribute)) {
                    columns.add(attribute);
                }
            }
        }
        return columns.isEmpty() ? List.of("path") : columns;
    }

    private static boolean print(Session session, Arguments arguments, List<String> columns, List<Fields> actions) {
        ActionTable table = new ActionTable(columns, columns);
        for (Fields action : actions) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                row.add(ActionColumns.ofContents(action, column));
            }
            table.row(row);
        }
        String sort = arguments.value(SORT);
        if (sort == null) {
            sort = columns.contains("path") ? "path" : columns.get(0);
        }
        table.sort(Math.max(0, columns.indexOf(sort)));
        String text = table.text(!arguments.has(NO_HEADER));
        session.out().print(text);
        return !text.isEmpty();
    }

    private static int explain(Session session, Arguments arguments, boolean remote, boolean found, Answer answer) {
        if (!answer.unmatched().isEmpty()) {
            session.err()
                    .println((found ? "\n" : "")
                            + (remote
                                    ? "snapup contents: no known packages matching the following patterns; snapup"
                                            + " refresh brings news of them:"
                                    : "snapup contents: no packages matching the following patterns are installed; -r"
                                            + " asks the publishers:")
                            + answer.unmatchedLines());
            return ExitStatus.FAILED;
        }
        if (found) {
            return ExitStatus.DONE;
        }
        boolean narrowed = arguments.has(ATTRIBUTES);
        session.err()
                .println("snapup contents: "
                        + (narrowed
                                ? "no action has such a value"
                                : "nothing to show in these columns; -o names others, and -m shows all there is"));
        return narrowed ? ExitStatus.FAILED : ExitStatus.DONE;
    }
}
