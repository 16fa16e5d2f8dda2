package org.snapup.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects as plain maps, bounded in size and depth. A value is a {@code Map<String, Object>}, a {@code List}, a
 * {@code String}, a {@code Long}, a finite {@code Double}, a {@code Boolean} or null. Well-formed UTF-8 only, duplicate
 * keys refused, so that two readers of one message can't see different requests, and what was read can be written.
 */
public final class Json {
    /** The longest call that a daemon reads, in bytes. */
    public static final int MAX_CALL_BYTES = 1 << 20;

    /** The longest reply that a client reads, in bytes: a listing of many snapshots is long. */
    public static final int MAX_REPLY_BYTES = 1 << 26;

    private static final int MAX_DEPTH = 32;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_REPLY_BYTES)
                    .maxStringLength(MAX_REPLY_BYTES)
                    .maxNameLength(1024)
                    .maxNumberLength(32)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * Reads one JSON object.
     *
     * @throws IOException when the bytes are not exactly one JSON object within the bounds
     */
    public static Map<String, @Nullable Object> parse(byte[] utf8) throws IOException {
        return parse(utf8, 0, utf8.length);
    }

    /** As {@link #parse(byte[])}, of {@code length} bytes from {@code offset}. */
    public static Map<String, @Nullable Object> parse(byte[] utf8, int offset, int length) throws IOException {
        if (length > MAX_REPLY_BYTES) {
            throw new IOException("a message of " + length + " bytes is longer than " + MAX_REPLY_BYTES);
        }
        try {
            // Jackson's own byte reader guesses UTF-16 and UTF-32, skips a byte order mark and takes overlong forms.
            return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, offset, length)));
        } catch (CharacterCodingException e) {
            throw new IOException("text that is not UTF-8", e);
        } catch (JsonProcessingException e) {
            // without the lines that it adds of where it read
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    private static Map<String, @Nullable Object> parse(CharBuffer text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "a message must be a JSON object");
            }
            Map<String, @Nullable Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "text after the end of the message");
            }
            return object;
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser, parser.currentName());
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> wellFormed(parser, parser.getText());
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> finite(parser, parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new JsonParseException(parser, "unexpected " + parser.currentToken());
        };
    }

    private static String wellFormed(JsonParser parser, String text) throws IOException {
        if (loneSurrogate(text, 0) >= 0) {
            throw new JsonParseException(parser, "half a surrogate pair in a string");
        }
        return text;
    }

    private static double finite(JsonParser parser, double number) throws IOException {
        if (!Double.isFinite(number)) {
            throw new JsonParseException(parser, "a number out of range");
        }
        return number;
    }

    /** The index, at or after {@code from}, of half a pair that stands alone; -1 where there is none. */
    private static int loneSurrogate(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** Text that was cut inside a pair still has to reach its reader: U+FFFD stands for the half. */
    private static String repaired(String text) {
        int at = loneSurrogate(text, 0);
        if (at < 0) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (; at >= 0; at = loneSurrogate(repaired, at + 1)) {
            repaired.setCharAt(at, '\uFFFD');
        }
        return repaired.toString();
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** The object as UTF-8 on one line, without a terminator. */
    public static byte[] write(Map<String, ?> object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String s) {
            generator.writeString(repaired(s));
        } else if (value instanceof Long || value instanceof Integer) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double d) {
            generator.writeNumber(d);
        } else if (value instanceof Boolean b) {
            generator.writeBoolean(b);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(repaired((String) entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else {
            throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }
}
