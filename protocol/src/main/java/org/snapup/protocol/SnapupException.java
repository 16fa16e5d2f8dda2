package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of snapup. Its message says what was attempted, on what, what state it is in now, and what to do;
 * it is shown to the user as it is.
 */
public final class SnapupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String subject;

    public SnapupException(ErrorCode code, String message) {
        this(code, null, message, null);
    }

    public SnapupException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, null, message, cause);
    }

    /**
     * @param subject what the error is about: a BE, a job, a package, a path; the {@code parameter} of an
     *     {@link ErrorCode#INVALID_PARAMETER}, the {@code method} or {@code interface} of the other Varlink errors
     */
    public SnapupException(ErrorCode code, @Nullable String subject, String message, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.code = requireNonNull(code, "code");
        this.subject = subject;
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable String subject() {
        return subject;
    }

    /** The message, never null. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
