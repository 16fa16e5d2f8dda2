package org.snapup.ips.cli.repo;

/** The arguments don't make sense; the message says which. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
