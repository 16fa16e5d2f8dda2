package org.snapup.ffi.peer;

/** The kernel or the name service didn't answer a question about a peer: whoever asked must deny. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PeerException(String message) {
        super(message);
    }
}
