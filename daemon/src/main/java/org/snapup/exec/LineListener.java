package org.snapup.exec;

/**
 * Gets a running command's output line by line, called on threads of the runner or on the one that waits for the
 * command, one stream's lines in order. What this throws ends the command, and is thrown on.
 */
@FunctionalInterface
public interface LineListener {
    LineListener NONE = (stream, line) -> {};

    /** Which output of the command a line came from. */
    enum Stream {
        OUT,
        ERR
    }

    /** @param line without its end; decoded as UTF-8, so its bytes may be anybody's */
    void line(Stream stream, String line);
}
