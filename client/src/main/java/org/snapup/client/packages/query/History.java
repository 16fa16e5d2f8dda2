package org.snapup.client.packages.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup history}. */
public final class History implements Verb {
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final Option LONG = Option.flag('l', "all that is kept of each operation");
    private static final Option NOTES = Option.flag('N', "the release notes of each operation");
    private static final Option LIMIT = Option.valued('n', "NUMBER", "only so many of the newest");
    private static final Option COLUMNS = Option.valued('o', "COLUMN,...", "these columns");
    private static final Option TIMES = Option.valued(
                    't', "TIME[-TIME],...", "only operations that began then: 2026-11-22T23:55:34")
            .repeated();
    private static final List<PastColumn> USUAL =
            List.of(PastColumn.START, PastColumn.OPERATION, PastColumn.CLIENT, PastColumn.OUTCOME);
    private static final int LABEL_WIDTH = 18;

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "history",
                List.of(NO_HEADER, LONG, NOTES, LIMIT, COLUMNS, TIMES, Globals.ROOT),
                "",
                0,
                0,
                "List what was done to the image.",
                "Columns: " + PastColumn.names(11)
                        + ".\nTimes are UTC. Exit status: 0 done, 1 nothing began at TIME, 2 wrong usage.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        exclude(arguments, NO_HEADER, LONG);
        exclude(arguments, COLUMNS, LONG);
        exclude(arguments, TIMES, LIMIT);
        exclude(arguments, COLUMNS, NOTES);
        exclude(arguments, LONG, NOTES);
        List<PastColumn> columns = columns(arguments);
        List<Fields> operations = new Question(ImageQueries.HISTORY, arguments, session)
                .with("limit", limit(arguments.value(LIMIT)))
                .ask("operations")
                .items();
        if (session.json()) {
            return ExitStatus.DONE;
        }
        List<Fields> wanted = between(operations, arguments.listed(TIMES));
        StringBuilder text = new StringBuilder();
        if (!arguments.has(NO_HEADER) && !arguments.has(LONG) && !arguments.has(NOTES)) {
            appendRow(text, columns, null);
        }
        for (Fields operation : wanted) {
            if (arguments.has(LONG)) {
                appendLong(text, operation);
            } else if (arguments.has(NOTES)) {
                String notes = operation.textOrEmpty("releaseNotes");
                text.append(PastColumn.START.of(operation)).append(": Release notes:");
                text.append(notes.isEmpty() ? " None" : "\n    " + Escape.lines(notes, "    "))
                        .append('\n');
            } else {
                appendRow(text, columns, operation);
            }
        }
        session.out().print(text);
        if (wanted.isEmpty() && arguments.has(TIMES)) {
            session.out().flush();
            session.err().println("snapup history: nothing began then");
            return ExitStatus.FAILED;
        }
        return ExitStatus.DONE;
    }

    private static void exclude(Arguments arguments, Option one, Option other) throws UsageException {
        if (arguments.has(one) && arguments.has(other)) {
            throw new UsageException(one.display() + " and " + other.display() + " exclude each other");
        }
    }

    private static @Nullable Long limit(@Nullable String word) throws UsageException {
        if (word == null) {
            return null;
        }
        try {
            long limit = Long.parseLong(word);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("-n must be a number above 0, not '" + word + "'");
    }

    private static List<PastColumn> columns(Arguments arguments) throws UsageException {
        List<PastColumn> columns = new ArrayList<>();
        for (String name : arguments.listed(COLUMNS)) {
            PastColumn column = PastColumn.named(name);
            if (columns.contains(column)) {
                throw new UsageException("the column '" + name + "' is named twice");
            }
            columns.add(column);
        }
        for (PastColumn ofManyWords : List.of(PastColumn.COMMAND, PastColumn.REASON)) {
            int at = columns.indexOf(ofManyWords);
            if (at >= 0 && at < columns.size() - 1) {
                throw new UsageException("the column '" + ofManyWords.name().toLowerCase(Locale.ROOT)
                        + "' must be the last one of -o: it is of many words");
            }
        }
        return columns.isEmpty() ? USUAL : columns;
    }

    /** Those that began at one of the times, or within one of the ranges. */
    private static List<Fields> between(List<Fields> operations, List<String> times) throws UsageException {
        if (times.isEmpty()) {
            return operations;
        }
        List<String[]> ranges = new ArrayList<>();
        for (String time : times) {
            ranges.add(PastColumn.range(time));
        }
        return operations.stream()
                .filter(operation -> {
                    String start = PastColumn.START.of(operation);
                    return ranges.stream()
                            .anyMatch(range -> range[0].compareTo(start) <= 0 && start.compareTo(range[1]) <= 0);
                })
                .toList();
    }

    private static void appendRow(StringBuilder text, List<PastColumn> columns, @Nullable Fields operation) {
        for (int i = 0; i < columns.size(); i++) {
            PastColumn column = columns.get(i);
            String value = operation == null ? column.header() : Escape.line(column.of(operation));
            text.append(value);
            if (i + 1 < columns.size()) {
                text.append(" ".repeat(Math.max(0, column.width() - value.length())));
            }
        }
        text.append('\n');
    }

    private static void appendLong(StringBuilder text, Fields operation) {
        line(text, "Operation", PastColumn.OPERATION.of(operation));
        line(text, "Outcome", PastColumn.OUTCOME.of(operation));
        line(text, "Reason", PastColumn.REASON.of(operation));
        line(text, "Client", PastColumn.CLIENT.of(operation));
        line(text, "Version", PastColumn.CLIENT_VER.of(operation));
        line(text, "User", PastColumn.USER.of(operation) + " (" + PastColumn.ID.of(operation) + ")");
        line(text, "Boot Env.", PastColumn.BE.of(operation));
        line(text, "Boot Env. UUID", PastColumn.BE_UUID.of(operation));
        line(text, "New Boot Env.", PastColumn.NEW_BE.of(operation));
        line(text, "New Boot Env. UUID", PastColumn.NEW_BE_UUID.of(operation));
        line(text, "Snapshot", PastColumn.SNAPSHOT.of(operation));
        line(text, "Start Time", PastColumn.START.of(operation));
        line(text, "End Time", PastColumn.FINISH.of(operation));
        line(text, "Total Time", PastColumn.TIME.of(operation));
        line(text, "Command", PastColumn.COMMAND.of(operation));
        line(text, "Release Notes", PastColumn.RELEASE_NOTES.of(operation));
        line(text, "Start State", "\n" + (operation.has("startState") ? operation.text("startState") : "None"));
        line(text, "End State", "\n" + (operation.has("endState") ? operation.text("endState") : "None"));
        List<String> errors = operation.texts("errors");
        if (!errors.isEmpty()) {
            line(text, "Errors", "\n" + String.join("\n", errors));
        }
        text.append('\n');
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(" ".repeat(LABEL_WIDTH - label.length()))
                .append(label)
                .append(": ")
                .append(Escape.lines(value, ""))
                .append('\n');
    }
}
