package org.snapup.ffi.nvpair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pairs in their order. libbe's lists have each name once. */
public record NvList(List<NvPair> pairs) {
    public static final NvList EMPTY = new NvList(List.of());

    public NvList {
        pairs = List.copyOf(pairs);
    }

    /** This list and one pair more. */
    public NvList with(String name, NvType type, Object value) {
        List<NvPair> more = new ArrayList<>(pairs);
        more.add(new NvPair(name, type, value));
        return new NvList(more);
    }

    public Optional<NvPair> find(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }

    /** The text with this name; empty where there is none, or something that isn't text. */
    public Optional<String> text(String name) {
        return find(name).filter(pair -> pair.type() == NvType.STRING).map(pair -> (String) pair.value());
    }
}
