package org.snapup.ips;

/**
 * What one catalog or archive may take of Java's heap, so that one that there is no room for is refused in words: a quarter
 * for each file as it is, half for all that was read of them. Not for several threads at once.
 */
public final class HeapBudget {
    /** Bytes of a package version with its FMRI; about, and rounded up. */
    public static final int VERSION = 600;

    /** Bytes of a member or element. */
    public static final int NODE = 100;

    /** Bytes of a string without its text. */
    public static final int STRING = 64;

    private static final int MAX_FILE_BYTES = 512 << 20;

    private final long limit = Runtime.getRuntime().maxMemory() / 2;
    private long taken;

    /** Bytes that a file may have to be read at once. */
    public static int fileBytes() {
        return (int) Math.min(MAX_FILE_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Takes room for what was read.
     *
     * @param bytes of heap, about
     * @param what is read, named in the error
     * @throws IpsException BAD_INPUT if there is none left
     */
    public void take(long bytes, String what) {
        taken += bytes;
        if (taken > limit) {
            throw tooLarge(what);
        }
    }

    /** The error for something that is too large. */
    public static IpsException tooLarge(String what) {
        return IpsException.badInput(what + " has more than there is memory for ("
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB): if that much is really meant, give Java more with"
                + " -Xmx; else do without that origin");
    }
}
