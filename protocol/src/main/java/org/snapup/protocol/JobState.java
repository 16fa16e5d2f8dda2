package org.snapup.protocol;

/** The states of a job. */
public enum JobState {
    QUEUED,
    RUNNING,
    /** Past its commit point: what is left is finished, whatever happens. */
    FINISHING,
    /** It failed or was cancelled, and what it did is taken back. */
    UNDOING,
    /** It can't go on before somebody outside does something; its last note says what. It is tried again. */
    BLOCKED,
    ENDED
}
