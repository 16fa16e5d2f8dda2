package org.snapup.ffi.nvpair;

/** How a packed list is written: {@code NV_ENCODE_*} of {@code sys/nvpair.h}. */
public enum Encoding {
    /** As this machine keeps it. */
    NATIVE(0),
    /** The same on every machine, RFC 4506. */
    XDR(1);

    private final int number;

    Encoding(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
