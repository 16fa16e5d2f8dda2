package org.snapup.client.packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.Json;
import org.snapup.protocol.Plan;

/** What {@code --parsable=0} prints: the object that pkg(1) prints, on one line. */
public final class ParsableText {
    public static final Option OPTION = Option.valued(
            "--parsable", "VERSION", "print the plan as pkg(1) does it for programs, and nothing else; VERSION is 0");

    private static final String MESSAGES = "item-messages";
    private static final String ERROR = "error";

    private final Map<String, @Nullable Object> object;

    private ParsableText(Map<String, @Nullable Object> object) {
        this.object = object;
    }

    /**
     * Whether the option was given.
     *
     * @param otherwise something was given that asks for other output
     * @throws UsageException for another version, and for what it doesn't go with
     */
    public static boolean isWanted(Arguments arguments, Session session, boolean otherwise) throws UsageException {
        String version = arguments.value(OPTION);
        if (version == null) {
            return false;
        }
        if (!version.equals("0")) {
            throw new UsageException("--parsable knows only version 0, not '" + version + "'");
        }
        if (otherwise || session.json()) {
            throw new UsageException("--parsable goes without --json, -v, -H and --no-wait: it prints one object");
        }
        return true;
    }

    /** Reads what the daemon gave; an engine may give nothing where there is nothing to do. */
    public static ParsableText read(@Nullable String json) throws IOException {
        try {
            return new ParsableText(
                    json == null || json.isEmpty()
                            ? new LinkedHashMap<>()
                            : new LinkedHashMap<>(Json.parse(json.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new DaemonException("the daemon's plan for programs can't be read: " + e.getMessage(), "", e);
        }
    }

    /** A plan, with what is known of boot environments: a name that is chosen only later is null. */
    static ParsableText of(Plan plan, OperationOptions options) throws IOException {
        ParsableText text = read(plan.parsable());
        if (!text.object.isEmpty()) {
            text.object.put("activate-be", !Boolean.FALSE.equals(options.activate()));
            text.object.put("be-name", plan.newBe() ? options.beName() : null);
            text.object.put("create-new-be", plan.newBe());
        }
        return text;
    }

    /** Adds the messages of another one. */
    void addMessages(ParsableText other) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(other.messages());
        all.putAll(messages());
        object.put(MESSAGES, all);
    }

    private Map<String, @Nullable Object> messages() {
        Map<String, @Nullable Object> messages = new LinkedHashMap<>();
        if (object.get(MESSAGES) instanceof Map<?, ?> items) {
            items.forEach((item, parts) -> messages.put(String.valueOf(item), parts));
        }
        return messages;
    }

    /** Whether one of the messages is about something that is broken. */
    public boolean hasErrors() {
        return isError(object.get(MESSAGES));
    }

    private static boolean isError(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return ERROR.equals(map.get("msg_level")) || map.values().stream().anyMatch(ParsableText::isError);
        }
        return value instanceof List<?> list && list.stream().anyMatch(ParsableText::isError);
    }

    /** The line, ended; empty where there is nothing. */
    public String line() {
        return object.isEmpty() ? "" : JsonLine.of(object);
    }
}
