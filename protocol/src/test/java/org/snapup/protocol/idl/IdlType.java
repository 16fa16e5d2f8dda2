package org.snapup.protocol.idl;

import java.util.List;
import java.util.Map;

/** A type of the Varlink interface definition language. */
public sealed interface IdlType {
    /** {@code bool}, {@code int}, {@code float}, {@code string} or {@code object}. */
    record Basic(String name) implements IdlType {}

    /** A type that the interface declares. */
    record Named(String name) implements IdlType {}

    /** {@code ?T}. */
    record Nullable(IdlType of) implements IdlType {}

    /** {@code []T}. */
    record Array(IdlType of) implements IdlType {}

    /** {@code [string]T}. */
    record Dictionary(IdlType of) implements IdlType {}

    /** {@code (name: T, ...)}; the map keeps the order. */
    record Struct(Map<String, IdlType> fields) implements IdlType {}

    /** {@code (one, two)}. */
    record Enumeration(List<String> values) implements IdlType {}
}
