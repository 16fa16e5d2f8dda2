package org.snapup.protocol;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a message's envelope, checked. */
final class Fields {
    private Fields() {}

    static String string(String key, @Nullable Object value) throws IOException {
        if (value instanceof String s) {
            return s;
        }
        throw new IOException("'" + key + "' must be a string");
    }

    static boolean flag(String key, @Nullable Object value) throws IOException {
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean b) {
            return b;
        }
        throw new IOException("'" + key + "' must be true or false");
    }

    @SuppressWarnings("unchecked") // Json makes only string keys
    static Map<String, @Nullable Object> object(String key, @Nullable Object value) throws IOException {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IOException("'" + key + "' must be an object");
    }

    /** A vendor extension is named in reverse-domain form: it has a dot. */
    static void refuseUnlessExtension(String key) throws IOException {
        if (key.indexOf('.') < 0) {
            throw new IOException("unknown key '" + key + "'");
        }
    }
}
