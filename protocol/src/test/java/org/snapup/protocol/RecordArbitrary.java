package org.snapup.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Any value of a message record. */
final class RecordArbitrary {
    private static final Arbitrary<String> TEXT = Arbitraries.strings()
            .withCharRange('\0', '\ud7ff')
            .withCharRange('\ue000', '\uffff')
            .ofMaxLength(20)
            .flatMap(text -> Arbitraries.of(text, text + "\ud83d\ude00", "\\\"" + text));
    private static final Arbitrary<String> NAME =
            Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(64);

    private RecordArbitrary() {}

    static Arbitrary<Record> of(Class<? extends Record> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Arbitrary<@Nullable Object>> arguments =
                Arrays.stream(components).map(RecordArbitrary::of).toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Combinators.combine(arguments).as(values -> {
            try {
                Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
                return constructor.newInstance(values.toArray());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(type + " of " + values, e);
            }
        });
    }

    private static Arbitrary<@Nullable Object> of(RecordComponent component) {
        Arbitrary<?> any = switch (component.getName()) {
            case "beName", "newName", "name", "description" -> NAME;
            case "transfer" ->
                Arbitraries.strings().withChars("0123456789abcdef").ofLength(32);
            case "root", "mountpoint", "archive" -> TEXT.map(text -> "/" + text.replace("\0", ""));
            case "snapshot" -> component.getType() == String.class ? NAME : of(component.getGenericType());
            default -> of(component.getGenericType());
        };
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return any.asGeneric().injectNull(nullable ? 0.3 : 0);
    }

    private static Arbitrary<?> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arbitrary<?> of = of(generic.getActualTypeArguments()[generic.getRawType() == Map.class ? 1 : 0]);
            return generic.getRawType() == Map.class
                    ? Arbitraries.maps(TEXT, of).ofMaxSize(4)
                    : of.list().ofMaxSize(4);
        }
        Class<?> c = (Class<?>) type;
        if (c == String.class) {
            return TEXT;
        } else if (c == long.class || c == Long.class) {
            return Arbitraries.longs();
        } else if (c == int.class) {
            return Arbitraries.integers();
        } else if (c == boolean.class || c == Boolean.class) {
            return Arbitraries.of(true, false);
        } else if (c.isEnum()) {
            return Arbitraries.of(List.of(c.getEnumConstants()));
        }
        return of(c.asSubclass(Record.class));
    }
}
