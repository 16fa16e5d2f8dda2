package org.snapup.client.wire;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * A reply's object, read field by field where records would cost too much.
 *
 * @param object as {@link org.snapup.protocol.Json} made it
 */
public record Fields(Map<?, ?> object) {
    public Fields {
        requireNonNull(object, "object");
    }

    public boolean has(String name) {
        return object.get(name) != null;
    }

    /** @throws SnapupException when it is missing or no string; so the others, each for its type */
    public String text(String name) {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw missing(name);
    }

    /** Empty where there is none. */
    public String textOrEmpty(String name) {
        return has(name) ? text(name) : "";
    }

    public long number(String name) {
        if (object.get(name) instanceof Long number) {
            return number;
        }
        throw missing(name);
    }

    public boolean flag(String name) {
        if (object.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw missing(name);
    }

    public Fields object(String name) {
        if (object.get(name) instanceof Map<?, ?> map) {
            return new Fields(map);
        }
        throw missing(name);
    }

    /** Empty where there is no such field. */
    public List<String> texts(String name) {
        Object value = object.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw missing(name);
        }
        List<String> texts = new ArrayList<>(list.size());
        for (@Nullable Object element : list) {
            if (!(element instanceof String text)) {
                throw missing(name);
            }
            texts.add(text);
        }
        return texts;
    }

    /** An object's fields; without any where there is no such field. */
    public Fields objectOrEmpty(String name) {
        Object value = object.get(name);
        if (value == null) {
            return new Fields(Map.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new Fields(map);
        }
        throw missing(name);
    }

    /** What the fields are called, in their order. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        object.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names;
    }

    /** Empty where there is no such field. */
    public List<Fields> objects(String name) {
        Object value = object.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw missing(name);
        }
        List<Fields> objects = new ArrayList<>(list.size());
        for (@Nullable Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw missing(name);
            }
            objects.add(new Fields(map));
        }
        return objects;
    }

    private static SnapupException missing(String name) {
        return new SnapupException(
                ErrorCode.INTERNAL,
                name,
                "the daemon's reply has no field '" + name + "' that this snapup reads",
                null);
    }
}
