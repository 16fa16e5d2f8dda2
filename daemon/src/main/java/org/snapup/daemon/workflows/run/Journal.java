package org.snapup.daemon.workflows.run;

/** A job's file as its workflow sees it. Confined to the worker's thread. */
public interface Journal {
    /**
     * Appends an entry and takes it into the trail; returns when it is on the disk, where the entry asks for that.
     *
     * @throws JournalLostException when it couldn't be written: nothing may be done any more
     */
    void append(Entry entry);

    /** Where the job stands, entries of earlier processes included. */
    Trail trail();

    /** Somebody who may asked for the job's end. */
    boolean cancelRequested();

    /** Whether a cancel would be honoured now; shown to watchers. */
    void cancellable(boolean honoured);

    /**
     * Waits before something is tried again.
     *
     * @throws ParkedException when the daemon stops meanwhile
     */
    void pause();

    /** Named places where a test may let the process die. */
    void crashPoint(String name);

    /** The job's file can't be written: the daemon has to stop where it stands, and recovery takes over. */
    final class JournalLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public JournalLostException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The daemon stops; the job stays as its file says, and recovery takes over at the next start. */
    final class ParkedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ParkedException() {
            super("the daemon stops");
        }
    }
}
