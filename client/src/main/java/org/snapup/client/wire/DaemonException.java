package org.snapup.client.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The daemon can't be reached, went away or stays silent; the message says which, the advice what to type next. */
public final class DaemonException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String advice;

    public DaemonException(String message, String advice, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.advice = requireNonNull(advice, "advice");
    }

    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    public String advice() {
        return advice;
    }
}
