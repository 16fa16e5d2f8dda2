package org.snapup.ffi.nvpair;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A name with a value.
 *
 * @param value of the type's Java class; for an array a list of such
 */
public record NvPair(String name, NvType type, Object value) {
    public NvPair {
        requireNonNull(name, "name");
        if (value instanceof List<?> list) {
            value = List.copyOf(list);
        }
        if (!type.holds(value) || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a pair of the type " + type + ": " + name + " = " + value);
        }
    }
}
