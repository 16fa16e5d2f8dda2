package org.snapup.ffi;

/** A system call failed. The message names the call, what it was asked to act on, and the error. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    /**
     * Describes one failed call.
     *
     * @param call the C name of the call
     * @param subject what it acted on, for people; never parsed
     * @param errno which error
     * @param number the number this system gives it
     */
    public ErrnoException(String call, String subject, Errno errno, int number) {
        super(call + " " + subject + ": " + errno.text() + " (" + (errno == Errno.OTHER ? "errno " + number : errno)
                + ")");
        this.errno = errno;
    }

    /** Which error it was. */
    public Errno errno() {
        return errno;
    }

    /** Whether it was one of these errors. */
    public boolean is(Errno first, Errno... others) {
        if (errno == first) {
            return true;
        }
        for (Errno other : others) {
            if (errno == other) {
                return true;
            }
        }
        return false;
    }
}
