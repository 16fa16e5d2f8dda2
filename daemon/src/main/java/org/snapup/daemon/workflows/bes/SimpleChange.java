package org.snapup.daemon.workflows.bes;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.Outcome;

/**
 * A change that is one idempotent act after a look at the world: a crash within the act is finished forward.
 *
 * @param check refuses what can't work, and learns what the act needs
 * @param happened looks whether an act that ended in an error has happened all the same
 * @param text the outcome's sentence
 */
record SimpleChange(
        String name, Consumer<Work> check, Consumer<Work> act, Predicate<Work> happened, Function<Work, String> text)
        implements Workflow {
    @Override
    public List<Step> forward(Work work) {
        return List.of(Step.of("preflight", check));
    }

    @Override
    public Step commit(Work work) {
        return Step.of(name, act);
    }

    @Override
    public boolean committed(Work work) {
        return happened.test(work);
    }

    /** Repeating the act is harmless where it was whole, and finishes it where it wasn't. */
    @Override
    public List<Step> finishing(Work work) {
        return List.of(commit(work));
    }

    @Override
    public List<Step> backward(Work work) {
        return List.of();
    }

    @Override
    public Outcome done(Work work) {
        return Outcomes.done(
                text.apply(work),
                work.trail()
                        .find(Fact.Source.class)
                        .map(fact -> fact.captured().name())
                        .orElse(null));
    }

    @Override
    public Outcome wentBack(Work work) {
        return Outcomes.nothingLeft(work);
    }
}
