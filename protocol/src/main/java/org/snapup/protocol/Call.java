package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Varlink call: {@code {"method": "org.snapup.Jobs.List", "parameters": {}, "more": true}}.
 *
 * @param method interface and method, dot-separated
 * @param parameters empty when the message has none
 * @param more the caller takes any number of replies
 * @param oneway the caller takes no reply, errors included
 * @param upgrade the caller wants to leave Varlink on this connection
 * @see <a href="https://varlink.org/Method-Call">varlink.org, Method Call</a>
 */
public record Call(
        String method, Map<String, @Nullable Object> parameters, boolean more, boolean oneway, boolean upgrade) {
    public Call {
        requireNonNull(method, "method");
        requireNonNull(parameters, "parameters");
    }

    public static Call of(String method, Record parameters, boolean more) {
        return new Call(method, RecordCodec.toMap(parameters), more, false, false);
    }

    /** The interface's name: what stands before the method's last dot, empty where there is none. */
    public String interfaceName() {
        int dot = method.lastIndexOf('.');
        return dot < 0 ? "" : method.substring(0, dot);
    }

    public byte[] encode() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("method", method);
        if (!parameters.isEmpty()) {
            map.put("parameters", parameters);
        }
        putTrue(map, "more", more);
        putTrue(map, "oneway", oneway);
        putTrue(map, "upgrade", upgrade);
        return Json.write(map);
    }

    /**
     * Reads a call. Keys in reverse-domain form are vendor extensions and are passed over.
     *
     * @throws IOException when the bytes are no Varlink call: the connection can't be used any further
     */
    public static Call decode(byte[] utf8) throws IOException {
        String method = null;
        Map<String, @Nullable Object> parameters = Map.of();
        boolean more = false;
        boolean oneway = false;
        boolean upgrade = false;
        if (utf8.length > Json.MAX_CALL_BYTES) {
            throw new IOException("a call of " + utf8.length + " bytes is longer than " + Json.MAX_CALL_BYTES);
        }
        for (Map.Entry<String, @Nullable Object> entry : Json.parse(utf8).entrySet()) {
            Object value = entry.getValue();
            switch (entry.getKey()) {
                case "method" -> method = Fields.string("method", value);
                case "parameters" -> parameters = Fields.object("parameters", value);
                case "more" -> more = Fields.flag("more", value);
                case "oneway" -> oneway = Fields.flag("oneway", value);
                case "upgrade" -> upgrade = Fields.flag("upgrade", value);
                default -> Fields.refuseUnlessExtension(entry.getKey());
            }
        }
        if (method == null) {
            throw new IOException("a call without 'method'");
        }
        return new Call(method, parameters, more, oneway, upgrade);
    }

    private static void putTrue(Map<String, @Nullable Object> map, String key, boolean value) {
        if (value) {
            map.put(key, true);
        }
    }
}
