package org.snapup.ffi.nvpair;

import java.util.List;

/**
 * What a pair holds: {@code data_type_t} of illumos' {@code sys/nvpair.h}. Unsigned numbers are Java's signed ones of the
 * same width, with the same bits.
 */
public enum NvType {
    /** Is there or isn't; its value is true. */
    BOOLEAN(1, Boolean.class, false),
    BYTE(2, Byte.class, false),
    INT16(3, Short.class, false),
    UINT16(4, Short.class, false),
    INT32(5, Integer.class, false),
    UINT32(6, Integer.class, false),
    INT64(7, Long.class, false),
    UINT64(8, Long.class, false),
    STRING(9, String.class, false),
    BYTE_ARRAY(10, Byte.class, true),
    INT16_ARRAY(11, Short.class, true),
    UINT16_ARRAY(12, Short.class, true),
    INT32_ARRAY(13, Integer.class, true),
    UINT32_ARRAY(14, Integer.class, true),
    INT64_ARRAY(15, Long.class, true),
    UINT64_ARRAY(16, Long.class, true),
    STRING_ARRAY(17, String.class, true),
    /** Nanoseconds. */
    HRTIME(18, Long.class, false),
    NVLIST(19, NvList.class, false),
    NVLIST_ARRAY(20, NvList.class, true),
    BOOLEAN_VALUE(21, Boolean.class, false),
    INT8(22, Byte.class, false),
    UINT8(23, Byte.class, false),
    BOOLEAN_ARRAY(24, Boolean.class, true),
    INT8_ARRAY(25, Byte.class, true),
    UINT8_ARRAY(26, Byte.class, true),
    DOUBLE(27, Double.class, false);

    private final int number;
    private final Class<?> element;
    private final boolean array;

    NvType(int number, Class<?> element, boolean array) {
        this.number = number;
        this.element = element;
        this.array = array;
    }

    boolean holds(Object value) {
        if (!array) {
            return element.isInstance(value) && (this != BOOLEAN || Boolean.TRUE.equals(value));
        }
        return value instanceof List<?> list && list.stream().allMatch(element::isInstance);
    }

    /** @throws NvException for a number that no release has had */
    static NvType of(int number) {
        for (NvType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new NvException("a name-value list holds a type of the unknown number " + number);
    }
}
