package org.snapup.ips;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What an operation may take of Java's heap for catalogs and archives, so that those that there is no room for are refused in
 * words: a quarter for each file as it is, half for all that was read of them, whoever published it. Safe for use by several
 * threads.
 */
public final class HeapBudget {
    /** Bytes of a package version with its FMRI; about, and rounded up. */
    public static final int VERSION = 600;

    /** Bytes of a member or element. */
    public static final int NODE = 100;

    /** Bytes of a string without its text. */
    public static final int STRING = 64;

    /** Bytes by which a list grows for something that is there already. */
    public static final int REFERENCE = 8;

    private static final int MAX_FILE_BYTES = 512 << 20;

    private final long limit = Runtime.getRuntime().maxMemory() / 2;
    private final @Nullable HeapBudget whole;
    private final AtomicLong taken = new AtomicLong();

    /** Of one operation. */
    public HeapBudget() {
        this(null);
    }

    private HeapBudget(@Nullable HeapBudget whole) {
        this.whole = whole;
    }

    /** A share in this, of as much as is left of it: for one catalog of several, which can be given back. */
    public HeapBudget share() {
        return new HeapBudget(whole == null ? this : whole);
    }

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
        long own = taken.addAndGet(bytes);
        long all = whole == null ? own : whole.taken.addAndGet(bytes);
        if (all > limit) {
            throw all == own ? tooLarge(what) : tooLargeBesides(what, all - own);
        }
    }

    /** Gives back all that this share took: nobody needs any more what was read. */
    public void release() {
        long own = taken.getAndSet(0);
        if (whole != null) {
            whole.taken.addAndGet(-own);
        }
    }

    /** The error for something that is too large. */
    public static IpsException tooLarge(String what) {
        return tooLarge(what, "");
    }

    private static IpsException tooLargeBesides(String what, long others) {
        return tooLarge(what, ", of which other catalogs take " + (others >> 20));
    }

    private static IpsException tooLarge(String what, String others) {
        return IpsException.badInput(what + " has more than there is memory for ("
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB" + others
                + "): if that much is really meant, give Java more with -Xmx; else do without that origin");
    }
}
