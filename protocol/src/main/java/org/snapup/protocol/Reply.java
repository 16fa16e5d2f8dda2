package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Varlink reply: {@code {"parameters": {...}, "continues": true}} or {@code {"error": "...", "parameters": {...}}}.
 *
 * @param continues more replies to the same call follow
 * @param error the error's fully qualified name, or null for a success
 * @see <a href="https://varlink.org/Method-Call">varlink.org, Method Call</a>
 */
public record Reply(
        Map<String, @Nullable Object> parameters,
        boolean continues,
        @Nullable String error) {
    public Reply {
        requireNonNull(parameters, "parameters");
    }

    public static Reply of(Record parameters) {
        return new Reply(RecordCodec.toMap(parameters), false, null);
    }

    /** A reply that others follow. */
    public static Reply continuing(Record parameters) {
        return new Reply(RecordCodec.toMap(parameters), true, null);
    }

    /** The error reply for an exception; the standard errors carry the parameter that Varlink gives them. */
    public static Reply of(SnapupException e) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        String subject = e.subject();
        switch (e.code()) {
            case INTERFACE_NOT_FOUND -> parameters.put("interface", subject);
            case METHOD_NOT_FOUND, METHOD_NOT_IMPLEMENTED -> parameters.put("method", subject);
            case INVALID_PARAMETER -> parameters.put("parameter", subject);
            case PERMISSION_DENIED, EXPECTED_MORE -> {}
            default -> {
                parameters.put("message", e.getMessage());
                if (subject != null) {
                    parameters.put("subject", subject);
                }
            }
        }
        return new Reply(parameters, false, e.code().varlinkName());
    }

    /** The exception that an error reply stands for. */
    public SnapupException toException() {
        String name = requireNonNull(error, "error");
        ErrorCode code = ErrorCode.ofVarlinkName(name);
        Object subject = parameters.get("subject");
        for (String key : new String[] {"interface", "method", "parameter"}) {
            subject = subject == null ? parameters.get(key) : subject;
        }
        Object message = parameters.get("message");
        String text = message != null ? message.toString() : name + (subject == null ? "" : ": " + subject);
        return new SnapupException(code, subject == null ? null : subject.toString(), text, null);
    }

    public byte[] encode() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (error != null) {
            map.put("error", error);
        }
        map.put("parameters", parameters);
        if (continues) {
            map.put("continues", true);
        }
        return Json.write(map);
    }

    /** @throws IOException when the bytes are no Varlink reply */
    public static Reply decode(byte[] utf8) throws IOException {
        Map<String, @Nullable Object> parameters = Map.of();
        boolean continues = false;
        String error = null;
        for (Map.Entry<String, @Nullable Object> entry : Json.parse(utf8).entrySet()) {
            Object value = entry.getValue();
            switch (entry.getKey()) {
                case "parameters" -> parameters = Fields.object("parameters", value);
                case "continues" -> continues = Fields.flag("continues", value);
                case "error" -> error = Fields.string("error", value);
                default -> {} // a newer peer's key
            }
        }
        return new Reply(parameters, continues, error);
    }
}
