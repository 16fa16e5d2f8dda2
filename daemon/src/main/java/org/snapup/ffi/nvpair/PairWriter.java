package org.snapup.ffi.nvpair;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Adds pairs to a native list, which copies what it is given. */
final class PairWriter {
    private final NvPairCalls calls;
    private final Runtime runtime;
    private final Pointer list;

    PairWriter(NvPairCalls calls, Runtime runtime, Pointer list) {
        this.calls = calls;
        this.runtime = runtime;
        this.list = list;
    }

    void add(NvPair pair) {
        byte[] name = Text.bytes(pair.name());
        Object value = pair.value();
        int returned = switch (pair.type()) {
            case BOOLEAN -> calls.nvlist_add_boolean(list, name);
            case BOOLEAN_VALUE -> calls.nvlist_add_boolean_value(list, name, (Boolean) value ? 1 : 0);
            case BYTE -> calls.nvlist_add_byte(list, name, (Byte) value);
            case INT8 -> calls.nvlist_add_int8(list, name, (Byte) value);
            case UINT8 -> calls.nvlist_add_uint8(list, name, (Byte) value);
            case INT16 -> calls.nvlist_add_int16(list, name, (Short) value);
            case UINT16 -> calls.nvlist_add_uint16(list, name, (Short) value);
            case INT32 -> calls.nvlist_add_int32(list, name, (Integer) value);
            case UINT32 -> calls.nvlist_add_uint32(list, name, (Integer) value);
            case INT64 -> calls.nvlist_add_int64(list, name, (Long) value);
            case UINT64 -> calls.nvlist_add_uint64(list, name, (Long) value);
            case HRTIME -> calls.nvlist_add_hrtime(list, name, (Long) value);
            case DOUBLE -> calls.nvlist_add_double(list, name, (Double) value);
            case STRING -> calls.nvlist_add_string(list, name, Text.bytes((String) value));
            case NVLIST -> addList(name, (NvList) value);
            case NVLIST_ARRAY -> addLists(name, elements(value, NvList.class));
            case STRING_ARRAY -> addTexts(name, elements(value, String.class));
            case BOOLEAN_ARRAY ->
                calls.nvlist_add_boolean_array(list, name, booleans(elements(value, Boolean.class)), size(value));
            case BYTE_ARRAY -> calls.nvlist_add_byte_array(list, name, bytes(elements(value, Byte.class)), size(value));
            case INT8_ARRAY -> calls.nvlist_add_int8_array(list, name, bytes(elements(value, Byte.class)), size(value));
            case UINT8_ARRAY ->
                calls.nvlist_add_uint8_array(list, name, bytes(elements(value, Byte.class)), size(value));
            case INT16_ARRAY ->
                calls.nvlist_add_int16_array(list, name, shorts(elements(value, Short.class)), size(value));
            case UINT16_ARRAY ->
                calls.nvlist_add_uint16_array(list, name, shorts(elements(value, Short.class)), size(value));
            case INT32_ARRAY ->
                calls.nvlist_add_int32_array(list, name, ints(elements(value, Integer.class)), size(value));
            case UINT32_ARRAY ->
                calls.nvlist_add_uint32_array(list, name, ints(elements(value, Integer.class)), size(value));
            case INT64_ARRAY ->
                calls.nvlist_add_int64_array(list, name, longs(elements(value, Long.class)), size(value));
            case UINT64_ARRAY ->
                calls.nvlist_add_uint64_array(list, name, longs(elements(value, Long.class)), size(value));
        };
        NvException.require(returned, "add " + pair.name());
    }

    private int addList(byte[] name, NvList value) {
        try (NativeList nested = NativeList.of(calls, runtime, value)) {
            return calls.nvlist_add_nvlist(list, name, nested.pointer());
        }
    }

    private int addLists(byte[] name, List<NvList> values) {
        List<NativeList> nested = new ArrayList<>();
        try {
            Pointer pointers = space(values.size(), Long.BYTES);
            for (int i = 0; i < values.size(); i++) {
                nested.add(NativeList.of(calls, runtime, values.get(i)));
                pointers.putPointer((long) i * Long.BYTES, nested.get(i).pointer());
            }
            return calls.nvlist_add_nvlist_array(list, name, pointers, values.size());
        } finally {
            nested.forEach(NativeList::close);
        }
    }

    private int addTexts(byte[] name, List<String> values) {
        Pointer pointers = space(values.size(), Long.BYTES);
        List<Pointer> texts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            byte[] text = Text.bytes(values.get(i));
            Pointer copy = Memory.allocateDirect(runtime, text.length);
            copy.put(0, text, 0, text.length);
            texts.add(copy);
            pointers.putPointer((long) i * Long.BYTES, copy);
        }
        try {
            return calls.nvlist_add_string_array(list, name, pointers, values.size());
        } finally {
            // The texts' memory is freed with their pointers: not before the call.
            Reference.reachabilityFence(texts);
        }
    }

    private static int size(Object value) {
        return ((List<?>) value).size();
    }

    private static <T> List<T> elements(Object value, Class<T> element) {
        return ((List<?>) value).stream().map(element::cast).toList();
    }

    private Pointer space(int count, int width) {
        return Memory.allocateDirect(runtime, Math.max(1, count * width));
    }

    private Pointer booleans(List<Boolean> values) {
        return ints(values.stream().map(value -> value ? 1 : 0).toList());
    }

    private Pointer bytes(List<Byte> values) {
        Pointer space = space(values.size(), Byte.BYTES);
        for (int i = 0; i < values.size(); i++) {
            space.putByte(i, values.get(i));
        }
        return space;
    }

    private Pointer shorts(List<Short> values) {
        Pointer space = space(values.size(), Short.BYTES);
        for (int i = 0; i < values.size(); i++) {
            space.putShort((long) i * Short.BYTES, values.get(i));
        }
        return space;
    }

    private Pointer ints(List<Integer> values) {
        Pointer space = space(values.size(), Integer.BYTES);
        for (int i = 0; i < values.size(); i++) {
            space.putInt((long) i * Integer.BYTES, values.get(i));
        }
        return space;
    }

    private Pointer longs(List<Long> values) {
        Pointer space = space(values.size(), Long.BYTES);
        for (int i = 0; i < values.size(); i++) {
            space.putLongLong((long) i * Long.BYTES, values.get(i));
        }
        return space;
    }
}
