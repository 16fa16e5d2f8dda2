package org.snapup.client.cli;

import static java.util.Objects.requireNonNull;

/** The command line is wrong: exit status 2, and nothing was asked of the daemon. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(requireNonNull(message, "message"));
    }

    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
