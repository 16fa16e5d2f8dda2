package org.snapup.protocol;

/** The form of a path in a message: the daemon's working directory means nothing to whoever asks. */
final class AbsolutePath {
    private AbsolutePath() {}

    /**
     * Lets an absolute path pass that a file can have.
     *
     * @param parameter where it stands
     * @param what it is, for people
     * @throws SnapupException with {@link ErrorCode#INVALID_PARAMETER}
     */
    static void require(String parameter, String what, String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new SnapupException(
                    ErrorCode.INVALID_PARAMETER,
                    parameter,
                    "the " + what + " '" + path + "' must be an absolute path, without a NUL byte",
                    null);
        }
    }
}
