package org.snapup.ips;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of the IPS library. The message says what was attempted, on what, and what to do.
 */
public final class IpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Messages quote what can't be read, and that may be megabytes. */
    private static final int MAX_MESSAGE = 32 << 10;

    /** What went wrong, as far as a caller has to tell cases apart. */
    public enum Kind {
        /** Text from a user, a manifest or a catalog can't be understood or breaks a rule of its format. */
        BAD_INPUT,
        /** A package, publisher, file or repository doesn't exist. */
        NOT_FOUND,
        /** Stored or received data doesn't match its hash, is truncated, or exceeds its declared size. */
        CORRUPT,
        /** No set of package versions satisfies the request. */
        NO_SOLUTION,
        /** What exists stands in the way of the request. */
        CONFLICT,
        /** Somebody else holds the lock. */
        LOCKED,
        /** The operating system or the network refused. */
        IO,
        /** A path would leave the root that it belongs to. */
        UNSAFE_PATH,
        /** What was planned for isn't there any more: plan again. */
        STALE,
        /** The filesystem or the quota is full. */
        NO_SPACE,
        /** The caller asked to stop. */
        CANCELLED
    }

    private final Kind kind;

    public IpsException(Kind kind, String message) {
        this(kind, message, null);
    }

    public IpsException(Kind kind, String message, @Nullable Throwable cause) {
        super(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...", cause);
        this.kind = kind;
    }

    public static IpsException badInput(String message) {
        return new IpsException(Kind.BAD_INPUT, message);
    }

    public static IpsException corrupt(String message) {
        return new IpsException(Kind.CORRUPT, message);
    }

    public static IpsException notFound(String message) {
        return new IpsException(Kind.NOT_FOUND, message);
    }

    public Kind kind() {
        return kind;
    }
}
