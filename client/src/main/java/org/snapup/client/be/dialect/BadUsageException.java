package org.snapup.client.be.dialect;

import static java.util.Objects.requireNonNull;

/** The command line isn't one of the program's; nothing was asked of the daemon. */
public final class BadUsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadUsageException(String message) {
        super(requireNonNull(message, "message"));
    }

    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
