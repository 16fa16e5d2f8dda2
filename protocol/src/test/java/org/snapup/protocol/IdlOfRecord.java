package org.snapup.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.idl.Idl;
import org.snapup.protocol.idl.IdlType;

/** Compares a record's components with a structure of an interface description: names, order, types, nullability. */
final class IdlOfRecord {
    private static final Map<Class<?>, String> BASIC = Map.of(
            String.class, "string",
            long.class, "int",
            Long.class, "int",
            int.class, "int",
            Integer.class, "int",
            boolean.class, "bool",
            Boolean.class, "bool",
            double.class, "float",
            Double.class, "float");

    private final Idl idl;
    private final List<String> mismatches = new ArrayList<>();

    private IdlOfRecord(Idl idl) {
        this.idl = idl;
    }

    static List<String> mismatches(Idl idl, Class<? extends Record> record, IdlType.Struct described) {
        IdlOfRecord comparison = new IdlOfRecord(idl);
        comparison.struct(record.getSimpleName(), record, described);
        return comparison.mismatches;
    }

    private void struct(String where, Class<?> record, IdlType.Struct described) {
        RecordComponent[] components = record.getRecordComponents();
        List<String> names = Arrays.stream(components)
                .map(c -> c.getName().endsWith("_")
                        ? c.getName().substring(0, c.getName().length() - 1)
                        : c.getName())
                .toList();
        List<String> describedNames = List.copyOf(described.fields().keySet());
        if (!names.equals(describedNames)) {
            mismatches.add(where + ": the record has " + names + ", the description " + describedNames);
            return;
        }
        List<IdlType> types = List.copyOf(described.fields().values());
        for (int i = 0; i < components.length; i++) {
            RecordComponent c = components[i];
            boolean nullable = c.getAnnotatedType().isAnnotationPresent(Nullable.class);
            IdlType type = types.get(i);
            String field = where + "." + c.getName();
            if (nullable != type instanceof IdlType.Nullable) {
                mismatches.add(field + ": nullable in only one of record and description");
            }
            type(field, c.getGenericType(), type instanceof IdlType.Nullable optional ? optional.of() : type);
        }
    }

    private void type(String where, Type java, IdlType named) {
        IdlType described = idl.resolve(named);
        if (java instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class && described instanceof IdlType.Array array) {
                type(where + "[]", of[0], array.of());
                return;
            }
            if (generic.getRawType() == Map.class
                    && of[0] == String.class
                    && described instanceof IdlType.Dictionary dictionary) {
                type(where + "[string]", of[1], dictionary.of());
                return;
            }
        } else if (java instanceof Class<?> c) {
            if (c.isRecord() && described instanceof IdlType.Struct struct) {
                struct(where, c, struct);
                return;
            }
            if (c.isEnum() && described instanceof IdlType.Enumeration enumeration) {
                List<String> constants = Arrays.stream(c.getEnumConstants())
                        .map(constant -> RecordCodec.wireName((Enum<?>) constant))
                        .toList();
                if (!constants.equals(enumeration.values())) {
                    mismatches.add(where + ": " + constants + " described as " + enumeration.values());
                }
                return;
            }
            if (described instanceof IdlType.Basic basic && basic.name().equals(BASIC.get(c))) {
                return;
            }
        }
        mismatches.add(where + ": " + java.getTypeName() + " described as " + described);
    }
}
