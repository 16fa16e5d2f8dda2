package org.snapup.daemon.workflows.run;

import java.util.List;
import org.snapup.protocol.Outcome;

/**
 * The way of a job. Before its commit a crash or error leads back, after it everything is finished forward. The lists
 * are functions of the trail alone, so that a job goes on after a crash where it stood; a step that is done is skipped.
 */
public interface Workflow {
    /** The steps up to and without the commit, as far as the trail decides them. */
    List<Step> forward(Work work);

    /** The one act after which the job counts as done. */
    Step commit(Work work);

    /**
     * Asked when the commit was begun and its end isn't recorded, after a crash or an error.
     *
     * @return whether it has happened (or can only be finished)
     */
    boolean committed(Work work);

    /** What is left to be done after the commit. */
    List<Step> finishing(Work work);

    /**
     * Asked after a crash or error before the commit, once the root may be partly changed.
     *
     * @return whether the packages turned out to be as wanted, so that the job goes on forward
     */
    default boolean goesOn(Work work) {
        return false;
    }

    /** How to get back from here. */
    List<Step> backward(Work work);

    /** The outcome after the commit and all that follows it. */
    Outcome done(Work work);

    /** The outcome after going back. */
    Outcome wentBack(Work work);
}
