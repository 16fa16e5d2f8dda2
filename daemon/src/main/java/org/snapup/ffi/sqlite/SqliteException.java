package org.snapup.ffi.sqlite;

/** SQLite refused, or it isn't there; the message says what was attempted. */
public final class SqliteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    SqliteException(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    /** This system has no SQLite library. */
    public boolean isMissing() {
        return missing;
    }
}
