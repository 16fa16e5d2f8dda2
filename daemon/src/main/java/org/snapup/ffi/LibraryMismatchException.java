package org.snapup.ffi;

/** A shared library isn't what its description says: it is absent, lacks functions, or its structures differ. */
public final class LibraryMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LibraryMismatchException(String message) {
        super(message);
    }
}
