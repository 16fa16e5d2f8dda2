package org.snapup.ips;

/** Watches an operation, and may stop it. Called on the thread that runs the operation. */
public interface IpsListener {
    /** Ignores everything and never stops. */
    IpsListener NONE = new IpsListener() {};

    /**
     * How far it is; may be called very often.
     *
     * @param phase for people: what is being done
     * @param done things done in this phase
     * @param total things to do in this phase; 0 if not known
     * @param bytes bytes done in this phase; 0 where bytes mean nothing
     * @param totalBytes bytes to do in this phase
     */
    default void progress(String phase, long done, long total, long bytes, long totalBytes) {}

    /** Something that the user must be told. */
    default void note(String text) {}

    /** Everything was fetched and checked: the image is changed from here on. Not called if nothing is to be done. */
    default void beforeFirstChange() {}

    /** Asked between steps: whether to stop. */
    default boolean cancelled() {
        return false;
    }

    /**
     * Stops if asked to.
     *
     * @throws IpsException CANCELLED
     */
    default void checkCancelled() {
        if (cancelled()) {
            throw new IpsException(IpsException.Kind.CANCELLED, "the operation was cancelled");
        }
    }
}
