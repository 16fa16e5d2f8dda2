package org.snapup.client.packages;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.render.Escape;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.Call;

/**
 * A question about an image. It is written and its answer read field by field: the records of {@code protocol} would
 * cost more than the rest of a listing.
 */
public final class Question {
    /** What is asked of repositories takes as long as they take; who can't wait presses Ctrl-C. */
    private static final Duration LIMIT = Duration.ofHours(1);

    private final String method;
    private final Session session;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    public Question(String method, Arguments arguments, Session session) {
        this.method = method;
        this.session = session;
        String root = arguments.value(Globals.ROOT);
        with("root", root == null ? null : session.absolute(root));
    }

    /** Left out where it is null, false or empty. */
    public Question with(String name, @Nullable Object value) {
        boolean isNothing = value == null || value.equals(false) || (value instanceof List<?> list && list.isEmpty());
        if (!isNothing) {
            parameters.put(name, value);
        }
        return this;
    }

    /**
     * Asks, and collects the parts of the answer. With {@code --json} each part is printed as it comes.
     *
     * @param list the field that holds what was asked for
     */
    public Answer ask(String list) throws IOException {
        return ask(list, part -> {});
    }

    /**
     * The same.
     *
     * @param parts is given each part as it comes
     */
    public Answer ask(String list, Consumer<Fields> parts) throws IOException {
        List<Fields> items = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        session.daemon().ask(new Call(method, parameters, true, false, false), LIMIT, part -> {
            if (session.json()) {
                session.out().print(JsonLine.of(part));
            }
            Fields fields = new Fields(part);
            items.addAll(fields.objects(list));
            unmatched.addAll(fields.texts("unmatched"));
            parts.accept(fields);
        });
        return new Answer(items, unmatched);
    }

    /**
     * What was found.
     *
     * @param unmatched patterns that nothing matches
     */
    public record Answer(List<Fields> items, List<String> unmatched) {
        /** Failed where nothing was found, partial where some patterns match nothing. */
        public int status() {
            if (unmatched.isEmpty()) {
                return ExitStatus.DONE;
            }
            return items.isEmpty() ? ExitStatus.FAILED : ExitStatus.PARTIAL;
        }

        /** The patterns that nothing matches, one a line. */
        public String unmatchedLines() {
            StringBuilder lines = new StringBuilder();
            for (String pattern : unmatched) {
                lines.append("\n  ").append(Escape.line(pattern));
            }
            return lines.toString();
        }
    }
}
