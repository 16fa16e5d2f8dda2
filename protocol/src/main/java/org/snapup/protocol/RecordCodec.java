package org.snapup.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records to and from JSON objects, without a data-binding library, so that a client's start stays cheap.
 *
 * <p>A component is a {@code String}, {@code long}, {@code int}, {@code double}, {@code boolean} (or its box, when
 * {@code @Nullable}), an enum, a record, a {@code List} or a {@code Map<String, T>} of these; an {@code Object} is any
 * JSON value, as it is. Enum constants travel in
 * lower case. A null component is left out; a missing one is null, which only a {@code @Nullable} component accepts.
 */
public final class RecordCodec {
    /** What to do with a field that the record doesn't have. */
    public enum Unknown {
        /** What clients do, so that a daemon may add fields. */
        IGNORE,
        /** What the daemon does with parameters: a mistyped option must not be dropped silently. */
        REFUSE
    }

    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private RecordCodec() {}

    private record Field(String name, Type type, boolean nullable, RecordComponent component) {}

    private record Shape(Constructor<?> constructor, List<Field> fields) {
        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] parameters = new Class<?>[components.length];
            List<Field> fields = new ArrayList<>(components.length);
            for (int i = 0; i < components.length; i++) {
                RecordComponent c = components[i];
                parameters[i] = c.getType();
                boolean nullable = c.getAnnotatedType().isAnnotationPresent(Nullable.class);
                c.getAccessor().setAccessible(true);
                fields.add(new Field(wireName(c), c.getGenericType(), nullable, c));
            }
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(parameters);
                constructor.setAccessible(true);
                return new Shape(constructor, List.copyOf(fields));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(type + " has no canonical constructor", e);
            }
        }
    }

    /** The record as a JSON object, its null components left out. */
    public static Map<String, @Nullable Object> toMap(Record value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Field field : shape(value.getClass()).fields()) {
            Object component;
            try {
                component = field.component().getAccessor().invoke(value);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
            if (component != null) {
                map.put(field.name(), encode(component));
            }
        }
        return map;
    }

    private static Object encode(Object value) {
        if (value instanceof Record r) {
            return toMap(r);
        } else if (value instanceof Enum<?> e) {
            return wireName(e);
        } else if (value instanceof Integer i) {
            return i.longValue();
        } else if (value instanceof List<?> list) {
            List<Object> encoded = new ArrayList<>(list.size());
            for (Object element : list) {
                encoded.add(encode(element));
            }
            return encoded;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> encoded = new LinkedHashMap<>();
            map.forEach((key, element) -> encoded.put((String) key, encode(element)));
            return encoded;
        }
        return value;
    }

    /** A component whose name is a Java keyword ends in an underscore, which doesn't travel. */
    private static String wireName(RecordComponent component) {
        String name = component.getName();
        return name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
    }

    /** How an enum constant travels: {@code NOT_RUN} as {@code not_run}. */
    public static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a record from a JSON object.
     *
     * @throws SnapupException with {@link ErrorCode#INVALID_PARAMETER} and the field's name as its subject, when a field
     *     is missing, unknown, of the wrong type, or refused by the record's constructor
     */
    public static <T extends Record> T fromMap(Class<T> type, Map<String, ?> map, Unknown unknown) {
        Shape shape = shape(type);
        Object[] arguments = new Object[shape.fields().size()];
        int used = 0;
        for (int i = 0; i < arguments.length; i++) {
            Field field = shape.fields().get(i);
            Object value = map.get(field.name());
            if (map.containsKey(field.name())) {
                used++;
            }
            if (value == null && !field.nullable()) {
                throw invalid(field.name(), "the parameter '" + field.name() + "' is missing");
            }
            arguments[i] = value == null ? null : decode(field.name(), field.type(), value, unknown);
        }
        if (unknown == Unknown.REFUSE && used < map.size()) {
            for (String name : map.keySet()) {
                if (shape.fields().stream().noneMatch(f -> f.name().equals(name))) {
                    throw invalid(name, "there is no parameter '" + name + "' here");
                }
            }
        }
        try {
            return type.cast(shape.constructor().newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SnapupException refused) {
                throw refused;
            }
            throw new SnapupException(
                    ErrorCode.INVALID_PARAMETER, type.getSimpleName(), String.valueOf(e.getCause()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object decode(String name, Type type, Object value, Unknown unknown) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class && value instanceof List<?> list) {
                List<Object> decoded = new ArrayList<>(list.size());
                for (Object element : list) {
                    decoded.add(decode(name, of[0], present(name, element), unknown));
                }
                return List.copyOf(decoded);
            }
            if (generic.getRawType() == Map.class && value instanceof Map<?, ?> map) {
                Map<String, Object> decoded = new LinkedHashMap<>();
                map.forEach((key, element) ->
                        decoded.put((String) key, decode(name, of[1], present(name, element), unknown)));
                return Map.copyOf(decoded);
            }
        } else if (type instanceof Class<?> c) {
            if (c == Object.class
                    || (c == String.class && value instanceof String)
                    || ((c == long.class || c == Long.class) && value instanceof Long)
                    || ((c == boolean.class || c == Boolean.class) && value instanceof Boolean)
                    || ((c == double.class || c == Double.class) && value instanceof Double)) {
                return value;
            }
            if ((c == int.class || c == Integer.class) && value instanceof Long l && l == l.intValue()) {
                return l.intValue();
            }
            if ((c == double.class || c == Double.class) && value instanceof Long l) {
                return l.doubleValue();
            }
            if (c.isEnum() && value instanceof String s) {
                for (Object constant : c.getEnumConstants()) {
                    if (wireName((Enum<?>) constant).equals(s)) {
                        return constant;
                    }
                }
            }
            if (c.isRecord() && value instanceof Map<?, ?> map) {
                return fromMap(c.asSubclass(Record.class), stringKeys(map), unknown);
            }
        }
        throw invalid(name, "the parameter '" + name + "' is not " + describe(type));
    }

    private static Object present(String name, @Nullable Object element) {
        if (element == null) {
            throw invalid(name, "the parameter '" + name + "' holds a null");
        }
        return element;
    }

    @SuppressWarnings("unchecked") // Json makes only string keys
    private static Map<String, ?> stringKeys(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }

    private static String describe(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class ? "an array" : "an object with string keys";
        }
        Class<?> c = (Class<?>) type;
        if (c.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : c.getEnumConstants()) {
                names.add(wireName((Enum<?>) constant));
            }
            return "one of " + String.join(", ", names);
        }
        if (c == String.class) {
            return "a string";
        }
        if (c == boolean.class || c == Boolean.class) {
            return "true or false";
        }
        return c.isRecord() ? "an object" : "a whole number that fits";
    }

    private static SnapupException invalid(String field, String message) {
        return new SnapupException(ErrorCode.INVALID_PARAMETER, field, message, null);
    }

    private static Shape shape(Class<?> type) {
        return SHAPES.computeIfAbsent(type, Shape::of);
    }
}
