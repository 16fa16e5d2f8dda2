package org.snapup.ffi.nvpair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.PointerByReference;

/** A list in native memory, with each name once; {@link #close} frees it. */
public final class NativeList implements AutoCloseable {
    private static final int UNIQUE_NAME = 1;

    private final NvPairCalls calls;
    private final Runtime runtime;
    private final Pointer list;

    NativeList(NvPairCalls calls, Runtime runtime, Pointer list) {
        this.calls = calls;
        this.runtime = runtime;
        this.list = list;
    }

    static NativeList of(NvPairCalls calls, Runtime runtime, NvList pairs) {
        PointerByReference reference = new PointerByReference();
        NvException.require(calls.nvlist_alloc(reference, UNIQUE_NAME, 0), "make a list");
        NativeList made = new NativeList(calls, runtime, reference.getValue());
        try {
            PairWriter writer = new PairWriter(calls, runtime, made.list);
            pairs.pairs().forEach(writer::add);
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** The {@code nvlist_t *}, until {@link #close}. */
    public Pointer pointer() {
        return list;
    }

    /** What the list holds now. */
    public NvList read() {
        return read(list);
    }

    private NvList read(Pointer from) {
        PairReader reader = new PairReader(calls, runtime, this::read);
        List<NvPair> pairs = new ArrayList<>();
        for (Pointer pair = calls.nvlist_next_nvpair(from, null);
                pair != null;
                pair = calls.nvlist_next_nvpair(from, pair)) {
            pairs.add(reader.read(pair));
        }
        return new NvList(pairs);
    }

    /** One pair, looked up by libnvpair itself. */
    public Optional<NvPair> lookup(String name) {
        if (calls.nvlist_exists(list, Text.bytes(name)) == 0) {
            return Optional.empty();
        }
        PointerByReference pair = new PointerByReference();
        NvException.require(calls.nvlist_lookup_nvpair(list, Text.bytes(name), pair), "look up " + name);
        return Optional.of(new PairReader(calls, runtime, this::read).read(pair.getValue()));
    }

    @Override
    public void close() {
        calls.nvlist_free(list);
    }
}
