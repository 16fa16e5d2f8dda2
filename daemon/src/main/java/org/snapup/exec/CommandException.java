package org.snapup.exec;

import org.jspecify.annotations.Nullable;

/** A command that could not be run to its end. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
