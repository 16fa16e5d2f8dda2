package org.snapup.ffi.libbe;

import java.util.Optional;

/** A function of libbe returned an error. */
public final class LibbeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final int number;

    LibbeException(String function, int number, String text) {
        super(function + " returned " + number + ": " + text);
        this.function = function;
        this.number = number;
    }

    public String function() {
        return function;
    }

    public int number() {
        return number;
    }

    /** Empty for a number that this description doesn't know. */
    public Optional<BeError> error() {
        return BeError.of(number);
    }
}
