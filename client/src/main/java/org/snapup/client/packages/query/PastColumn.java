package org.snapup.client.packages.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snapup.client.cli.UsageException;
import org.snapup.client.wire.Fields;

/** The columns of {@code snapup history}, by the names that {@code -o} takes. */
enum PastColumn {
    BE("BE", 20),
    BE_UUID("BE UUID", 41),
    CLIENT("CLIENT", 19),
    CLIENT_VER("VERSION", 15),
    COMMAND("COMMAND", 0),
    FINISH("FINISH", 25),
    ID("ID", 10),
    NEW_BE("NEW BE", 20),
    NEW_BE_UUID("NEW BE UUID", 41),
    OPERATION("OPERATION", 25),
    OUTCOME("OUTCOME", 12),
    REASON("REASON", 10),
    RELEASE_NOTES("RELEASE NOTES", 12),
    SNAPSHOT("SNAPSHOT", 20),
    START("START", 25),
    TIME("TIME", 10),
    USER("USER", 10);

    /** A day, or a moment of it. */
    private static final String MOMENT = "\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}:\\d{2})?";

    private static final Pattern RANGE = Pattern.compile("(" + MOMENT + ")(?:-(" + MOMENT + "))?");
    private static final int SECOND = "2026-11-22T23:55:34".length();

    private final String header;
    private final int width;

    PastColumn(String header, int width) {
        this.header = header;
        this.width = width;
    }

    /** All names, on lines of so many. */
    static String names(int aLine) {
        StringBuilder names = new StringBuilder();
        int count = 0;
        for (PastColumn column : values()) {
            String separator = count == 0 ? "" : count % aLine == 0 ? ",\n" : ", ";
            names.append(separator).append(column.name().toLowerCase(Locale.ROOT));
            count++;
        }
        return names.toString();
    }

    static PastColumn named(String name) throws UsageException {
        for (PastColumn column : values()) {
            if (column.name().toLowerCase(Locale.ROOT).equals(name)) {
                return column;
            }
        }
        throw new UsageException("unknown column '" + name + "': there are " + names(Integer.MAX_VALUE));
    }

    /** The first and the last moment, as {@link #START} shows them. */
    static String[] range(String text) throws UsageException {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(
                    "-t must be a time as 2026-11-22T23:55:34 or 2026-11-22, or two with - between, not '" + text
                            + "'");
        }
        String first = matcher.group(1);
        String last = matcher.group(2) == null ? first : matcher.group(2);
        return new String[] {
            first.length() == SECOND ? first : first + "T00:00:00", last.length() == SECOND ? last : last + "T23:59:59"
        };
    }

    String header() {
        return header;
    }

    int width() {
        return width;
    }

    String of(Fields operation) {
        return switch (this) {
            case BE -> orElse(operation, "be", "(Unknown)");
            case BE_UUID -> orElse(operation, "beUuid", "(Unknown)");
            case CLIENT -> operation.text("client");
            case CLIENT_VER -> operation.text("clientVersion");
            case COMMAND -> String.join(" ", operation.texts("command"));
            case FINISH -> second(operation.text("end"));
            case ID -> operation.text("userId");
            case NEW_BE -> orElse(operation, "newBe", "None");
            case NEW_BE_UUID -> orElse(operation, "newBeUuid", "(None)");
            case OPERATION -> operation.text("operation");
            case OUTCOME -> operation.text("outcome");
            case REASON -> operation.text("reason");
            case RELEASE_NOTES -> operation.has("releaseNotes") ? "Yes" : "No";
            case SNAPSHOT -> orElse(operation, "snapshot", "(None)");
            case START -> second(operation.text("start"));
            case TIME -> time(operation.text("start"), operation.text("end"));
            case USER -> operation.text("user");
        };
    }

    private static String orElse(Fields operation, String field, String otherwise) {
        return operation.has(field) ? operation.text(field) : otherwise;
    }

    private static String second(String time) {
        return time.length() > SECOND ? time.substring(0, SECOND) : time;
    }

    /** {@code 0:00:01}, hours first. */
    private static String time(String start, String end) {
        try {
            Duration time = Duration.between(Instant.parse(start), Instant.parse(end));
            return String.format(
                    Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
        } catch (DateTimeException e) {
            return "";
        }
    }
}
