package org.snapup.ffi.nvpair;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Reads pairs of a native list; everything is copied. */
final class PairReader {
    private final NvPairCalls calls;
    private final Function<Pointer, NvList> lists;
    private final Pointer value;
    private final Pointer count;

    /** @param lists reads a nested list */
    PairReader(NvPairCalls calls, Runtime runtime, Function<Pointer, NvList> lists) {
        this.calls = calls;
        this.lists = lists;
        this.value = Memory.allocateDirect(runtime, Long.BYTES, true);
        this.count = Memory.allocateDirect(runtime, Long.BYTES, true);
    }

    NvPair read(Pointer pair) {
        NvType type = NvType.of(calls.nvpair_type(pair));
        String name = Text.read(calls.nvpair_name(pair));
        int returned = ask(type, pair);
        NvException.require(returned, "read " + name);
        return new NvPair(name, type, java(type));
    }

    private int ask(NvType type, Pointer pair) {
        return switch (type) {
            case BOOLEAN -> 0;
            case BOOLEAN_VALUE -> calls.nvpair_value_boolean_value(pair, value);
            case BYTE -> calls.nvpair_value_byte(pair, value);
            case INT8 -> calls.nvpair_value_int8(pair, value);
            case UINT8 -> calls.nvpair_value_uint8(pair, value);
            case INT16 -> calls.nvpair_value_int16(pair, value);
            case UINT16 -> calls.nvpair_value_uint16(pair, value);
            case INT32 -> calls.nvpair_value_int32(pair, value);
            case UINT32 -> calls.nvpair_value_uint32(pair, value);
            case INT64 -> calls.nvpair_value_int64(pair, value);
            case UINT64 -> calls.nvpair_value_uint64(pair, value);
            case HRTIME -> calls.nvpair_value_hrtime(pair, value);
            case DOUBLE -> calls.nvpair_value_double(pair, value);
            case STRING -> calls.nvpair_value_string(pair, value);
            case NVLIST -> calls.nvpair_value_nvlist(pair, value);
            case BOOLEAN_ARRAY -> calls.nvpair_value_boolean_array(pair, value, count);
            case BYTE_ARRAY -> calls.nvpair_value_byte_array(pair, value, count);
            case INT8_ARRAY -> calls.nvpair_value_int8_array(pair, value, count);
            case UINT8_ARRAY -> calls.nvpair_value_uint8_array(pair, value, count);
            case INT16_ARRAY -> calls.nvpair_value_int16_array(pair, value, count);
            case UINT16_ARRAY -> calls.nvpair_value_uint16_array(pair, value, count);
            case INT32_ARRAY -> calls.nvpair_value_int32_array(pair, value, count);
            case UINT32_ARRAY -> calls.nvpair_value_uint32_array(pair, value, count);
            case INT64_ARRAY -> calls.nvpair_value_int64_array(pair, value, count);
            case UINT64_ARRAY -> calls.nvpair_value_uint64_array(pair, value, count);
            case STRING_ARRAY -> calls.nvpair_value_string_array(pair, value, count);
            case NVLIST_ARRAY -> calls.nvpair_value_nvlist_array(pair, value, count);
        };
    }

    private Object java(NvType type) {
        return switch (type) {
            case BOOLEAN -> true;
            case BOOLEAN_VALUE -> value.getInt(0) != 0;
            case BYTE, INT8, UINT8 -> value.getByte(0);
            case INT16, UINT16 -> value.getShort(0);
            case INT32, UINT32 -> value.getInt(0);
            case INT64, UINT64, HRTIME -> value.getLongLong(0);
            case DOUBLE -> value.getDouble(0);
            case STRING -> Text.read(value.getPointer(0));
            case NVLIST -> lists.apply(value.getPointer(0));
            case BOOLEAN_ARRAY -> array(array -> i -> array.getInt(i * Integer.BYTES) != 0);
            case BYTE_ARRAY, INT8_ARRAY, UINT8_ARRAY -> array(array -> array::getByte);
            case INT16_ARRAY, UINT16_ARRAY -> array(array -> i -> array.getShort(i * Short.BYTES));
            case INT32_ARRAY, UINT32_ARRAY -> array(array -> i -> array.getInt(i * Integer.BYTES));
            case INT64_ARRAY, UINT64_ARRAY -> array(array -> i -> array.getLongLong(i * Long.BYTES));
            case STRING_ARRAY -> array(array -> i -> Text.read(array.getPointer(i * Long.BYTES)));
            case NVLIST_ARRAY -> array(array -> i -> lists.apply(array.getPointer(i * Long.BYTES)));
        };
    }

    private List<Object> array(Function<Pointer, LongFunction<Object>> access) {
        int size = count.getInt(0);
        List<Object> elements = new ArrayList<>();
        if (size > 0) {
            LongFunction<Object> element = access.apply(value.getPointer(0));
            for (long i = 0; i < size; i++) {
                elements.add(element.apply(i));
            }
        }
        return elements;
    }
}
