package org.snapup.protocol.idl;

import java.util.Map;

/** One parsed {@code .varlink} file. */
public record Idl(
        String name, Map<String, IdlType> types, Map<String, Method> methods, Map<String, IdlType.Struct> errors) {
    /** What goes in and what comes out. */
    public record Method(IdlType.Struct parameters, IdlType.Struct reply) {}

    /**
     * Parses an interface description.
     *
     * @throws IllegalArgumentException naming the line of the first mistake
     */
    public static Idl parse(String text) {
        return new IdlParser(text).parse();
    }

    /** The declared type, where the given one is only its name. */
    public IdlType resolve(IdlType type) {
        if (type instanceof IdlType.Named named) {
            IdlType declared = types.get(named.name());
            if (declared == null) {
                throw new IllegalArgumentException(name + " has no type " + named.name());
            }
            return declared;
        }
        return type;
    }
}
