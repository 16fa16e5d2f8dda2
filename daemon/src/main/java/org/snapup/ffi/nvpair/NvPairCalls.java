package org.snapup.ffi.nvpair;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * libnvpair's functions, by their C names: {@code libnvpair.h} and {@code sys/nvpair.h}. Public only because jnr-ffi's
 * generated code must see it. Names and texts are NUL-terminated UTF-8; a {@code boolean_t} is an int.
 */
public interface NvPairCalls {
    int nvlist_alloc(@Out PointerByReference list, int flags, int zero);

    void nvlist_free(Pointer list);

    int nvlist_size(Pointer list, @Out long[] size, int encoding);

    int nvlist_pack(Pointer list, @In @Out PointerByReference buffer, @In @Out long[] size, int encoding, int zero);

    int nvlist_unpack(Pointer buffer, long size, @Out PointerByReference list, int zero);

    int nvlist_exists(Pointer list, @In byte[] name);

    int nvlist_lookup_nvpair(Pointer list, @In byte[] name, @Out PointerByReference pair);

    @Nullable
    Pointer nvlist_next_nvpair(Pointer list, @Nullable Pointer pair);

    Pointer nvpair_name(Pointer pair);

    int nvpair_type(Pointer pair);

    int nvlist_add_boolean(Pointer list, @In byte[] name);

    int nvlist_add_boolean_value(Pointer list, @In byte[] name, int value);

    int nvlist_add_byte(Pointer list, @In byte[] name, byte value);

    int nvlist_add_int8(Pointer list, @In byte[] name, byte value);

    int nvlist_add_uint8(Pointer list, @In byte[] name, byte value);

    int nvlist_add_int16(Pointer list, @In byte[] name, short value);

    int nvlist_add_uint16(Pointer list, @In byte[] name, short value);

    int nvlist_add_int32(Pointer list, @In byte[] name, int value);

    int nvlist_add_uint32(Pointer list, @In byte[] name, int value);

    int nvlist_add_int64(Pointer list, @In byte[] name, long value);

    int nvlist_add_uint64(Pointer list, @In byte[] name, long value);

    int nvlist_add_hrtime(Pointer list, @In byte[] name, long nanoseconds);

    int nvlist_add_double(Pointer list, @In byte[] name, double value);

    int nvlist_add_string(Pointer list, @In byte[] name, @In byte[] value);

    int nvlist_add_nvlist(Pointer list, @In byte[] name, Pointer value);

    int nvlist_add_boolean_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_byte_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_int8_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_uint8_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_int16_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_uint16_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_int32_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_uint32_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_int64_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_uint64_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_string_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvlist_add_nvlist_array(Pointer list, @In byte[] name, Pointer values, int count);

    int nvpair_value_boolean_value(Pointer pair, Pointer value);

    int nvpair_value_byte(Pointer pair, Pointer value);

    int nvpair_value_int8(Pointer pair, Pointer value);

    int nvpair_value_uint8(Pointer pair, Pointer value);

    int nvpair_value_int16(Pointer pair, Pointer value);

    int nvpair_value_uint16(Pointer pair, Pointer value);

    int nvpair_value_int32(Pointer pair, Pointer value);

    int nvpair_value_uint32(Pointer pair, Pointer value);

    int nvpair_value_int64(Pointer pair, Pointer value);

    int nvpair_value_uint64(Pointer pair, Pointer value);

    int nvpair_value_hrtime(Pointer pair, Pointer value);

    int nvpair_value_double(Pointer pair, Pointer value);

    int nvpair_value_string(Pointer pair, Pointer value);

    int nvpair_value_nvlist(Pointer pair, Pointer value);

    int nvpair_value_boolean_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_byte_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_int8_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_uint8_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_int16_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_uint16_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_int32_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_uint32_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_int64_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_uint64_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_string_array(Pointer pair, Pointer values, Pointer count);

    int nvpair_value_nvlist_array(Pointer pair, Pointer values, Pointer count);
}
