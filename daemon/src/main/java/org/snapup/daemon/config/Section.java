package org.snapup.daemon.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** One table of a TOML text that holds no other keys than the known ones. Immutable. */
final class Section {
    private final String source;
    private final TomlLines lines;
    private final List<String> path;
    private final ObjectNode table;
    private final List<String> known;

    private Section(String source, TomlLines lines, List<String> path, ObjectNode table, String... known) {
        this.source = source;
        this.lines = lines;
        this.path = path;
        this.table = table;
        this.known = Stream.of(known).sorted().toList();
        refuseUnknown();
    }

    /** @throws SnapupException also naming the first key that isn't known */
    static Section parse(String toml, String source, String... known) {
        try {
            return new Section(
                    source, TomlLines.of(toml), List.of(), (ObjectNode) new TomlMapper().readTree(toml), known);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw bad("", source + ", line " + line + ": this is no TOML: " + e.getOriginalMessage(), e);
        }
    }

    /** The table beneath a key; an absent one is empty. */
    Section section(String key, String... knownThere) {
        JsonNode value = value(key);
        if (value != null && !value.isObject()) {
            throw wrongType(key, value, "a table, [" + key + "]");
        }
        ObjectNode below = value == null ? new TomlMapper().createObjectNode() : (ObjectNode) value;
        return new Section(source, lines, child(key), below, knownThere);
    }

    /** @param absent what an absent key means, null where it must be there */
    String string(String key, @Nullable String absent) {
        JsonNode value = value(key);
        if (value == null) {
            if (absent == null) {
                throw mistake(key, "is missing: it must be set");
            }
            return absent;
        }
        if (!value.isTextual()) {
            throw wrongType(key, value, "a string");
        }
        if (value.textValue().isEmpty()) {
            throw mistake(key, "must not be empty");
        }
        return value.textValue();
    }

    String oneOf(String key, List<String> allowed, @Nullable String absent) {
        String value = string(key, absent);
        if (!allowed.contains(value)) {
            throw mistake(key, "can't be \"" + value + "\": it is one of " + String.join(", ", allowed));
        }
        return value;
    }

    Path path(String key, Path absent) {
        return optionalPath(key).orElse(absent);
    }

    Optional<Path> optionalPath(String key) {
        if (value(key) == null) {
            return Optional.empty();
        }
        String value = string(key, null);
        if (!value.startsWith("/")) {
            throw mistake(key, "must be an absolute path, not \"" + value + "\"");
        }
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            throw mistake(key, "is no path: " + e.getReason());
        }
    }

    List<String> strings(String key, List<String> absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode element : value) {
            if (element.isTextual()) {
                strings.add(element.textValue());
            }
        }
        if (!value.isArray() || strings.size() < value.size()) {
            throw wrongType(key, value, "an array of strings");
        }
        return strings;
    }

    boolean bool(String key, boolean absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrongType(key, value, "true or false");
        }
        return value.booleanValue();
    }

    int integer(String key, int least, int most, int absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(key, value, "a whole number");
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
            throw mistake(key, "must be from " + least + " to " + most + ", not " + value);
        }
        return value.intValue();
    }

    private void refuseUnknown() {
        for (Iterator<String> keys = table.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                String where = path.isEmpty() ? "at the top" : "in [" + String.join(".", path) + "]";
                throw mistake(key, "is unknown; the keys " + where + " are " + String.join(", ", known));
            }
        }
    }

    SnapupException mistake(String key, String what) {
        List<String> full = child(key);
        int line = lines.lineOf(full);
        String where = line == 0 ? source : source + ", line " + line;
        String name = String.join(".", full);
        return bad(name, where + ": " + name + " " + what, null);
    }

    private @Nullable JsonNode value(String key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException(key + " is asked for and isn't among the known keys " + known);
        }
        return table.get(key);
    }

    private List<String> child(String key) {
        List<String> child = new ArrayList<>(path);
        child.add(key);
        return child;
    }

    private SnapupException wrongType(String key, JsonNode value, String wanted) {
        String is = switch (value.getNodeType()) {
            case ARRAY -> value.isEmpty() ? "an array" : "an array with something else in it";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case OBJECT -> "a table";
            case STRING -> "a string";
            case BINARY, MISSING, NULL, POJO -> "something else";
        };
        return mistake(key, "must be " + wanted + ", and it is " + is);
    }

    private static SnapupException bad(String key, String message, @Nullable Throwable cause) {
        return new SnapupException(ErrorCode.BAD_CONFIGURATION, key, message, cause);
    }
}
