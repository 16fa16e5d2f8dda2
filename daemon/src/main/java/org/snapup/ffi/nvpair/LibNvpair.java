package org.snapup.ffi.nvpair;

import java.nio.file.Path;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.PointerByReference;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.NativeLibrary;

/** The library libnvpair. Lists that aren't shared may be used by any thread. */
public final class LibNvpair {
    /** What stands for all the others: a library that has these is libnvpair. */
    private static final List<String> EXPECTED = List.of(
            "nvlist_alloc",
            "nvlist_free",
            "nvlist_size",
            "nvlist_pack",
            "nvlist_unpack",
            "nvlist_exists",
            "nvlist_lookup_nvpair",
            "nvlist_next_nvpair",
            "nvpair_name",
            "nvpair_type",
            "nvlist_add_string",
            "nvlist_add_nvlist",
            "nvlist_add_boolean_value",
            "nvlist_add_uint16",
            "nvlist_add_string_array");

    private final NvPairCalls calls;
    private final Runtime runtime;

    private LibNvpair(NvPairCalls calls) {
        this.calls = calls;
        this.runtime = Runtime.getRuntime(calls);
    }

    /** @throws LibraryMismatchException when the file isn't libnvpair */
    public static LibNvpair load(Path file) {
        NativeLibrary library = NativeLibrary.open(file);
        library.require(EXPECTED);
        return new LibNvpair(library.bind(NvPairCalls.class));
    }

    /** A native copy, for a call that reads it, or adds to it. */
    public NativeList allocate(NvList list) {
        return NativeList.of(calls, runtime, list);
    }

    public byte[] pack(NvList list, Encoding encoding) {
        try (NativeList packed = allocate(list)) {
            long[] size = new long[1];
            NvException.require(
                    calls.nvlist_size(packed.pointer(), size, encoding.number()), "tell the size of a packed list");
            Pointer buffer = Memory.allocateDirect(runtime, Math.toIntExact(size[0]));
            NvException.require(
                    calls.nvlist_pack(packed.pointer(), new PointerByReference(buffer), size, encoding.number(), 0),
                    "pack a list");
            byte[] bytes = new byte[Math.toIntExact(size[0])];
            buffer.get(0, bytes, 0, bytes.length);
            return bytes;
        }
    }

    /** @throws NvException when the bytes are no packed list of either encoding */
    public NvList unpack(byte[] bytes) {
        Pointer buffer = Memory.allocateDirect(runtime, Math.max(1, bytes.length));
        buffer.put(0, bytes, 0, bytes.length);
        PointerByReference list = new PointerByReference();
        NvException.require(calls.nvlist_unpack(buffer, bytes.length, list, 0), "unpack a list");
        try (NativeList unpacked = new NativeList(calls, runtime, list.getValue())) {
            return unpacked.read();
        }
    }
}
