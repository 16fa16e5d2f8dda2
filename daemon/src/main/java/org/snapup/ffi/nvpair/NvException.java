package org.snapup.ffi.nvpair;

/** libnvpair refused something, or gave something that it doesn't describe. */
public final class NvException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NvException(String message) {
        super(message);
    }

    /** Refuses what isn't 0; libnvpair returns errno. */
    static void require(int returned, String attempted) {
        if (returned != 0) {
            throw new NvException("libnvpair can't " + attempted + ": errno " + returned);
        }
    }
}
