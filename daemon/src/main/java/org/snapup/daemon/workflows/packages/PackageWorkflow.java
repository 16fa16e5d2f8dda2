package org.snapup.daemon.workflows.packages;

import java.util.List;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.Outcome;

/** A package operation: preflight decides whether it goes on in a clone or in place. */
public final class PackageWorkflow implements Workflow {
    private final Step preflight = new Preflight();
    private final Workflow inClone = new InClone();
    private final Workflow inPlace = new InPlace();

    /** The way that preflight chose; itself as long as it chose none. */
    private Workflow route(Work work) {
        if (work.trail().knows(Fact.CloneRoute.class)) {
            return inClone;
        }
        return work.trail().knows(Fact.PlaceRoute.class) ? inPlace : this;
    }

    @Override
    public List<Step> forward(Work work) {
        Workflow route = work.trail().done(preflight.name()) ? route(work) : this;
        return route == this ? List.of(preflight) : route.forward(work);
    }

    @Override
    public Step commit(Work work) {
        Workflow route = route(work);
        return route == this ? Step.of("commit", w -> {}) : route.commit(work);
    }

    @Override
    public boolean committed(Work work) {
        Workflow route = route(work);
        return route != this && route.committed(work);
    }

    @Override
    public List<Step> finishing(Work work) {
        Workflow route = route(work);
        return route == this ? List.of() : route.finishing(work);
    }

    @Override
    public boolean goesOn(Work work) {
        Workflow route = route(work);
        return route != this && route.goesOn(work);
    }

    @Override
    public List<Step> backward(Work work) {
        Workflow route = route(work);
        return route == this ? List.of() : route.backward(work);
    }

    @Override
    public Outcome done(Work work) {
        Workflow route = route(work);
        return route == this ? Outcomes.nothingLeft(work) : route.done(work);
    }

    @Override
    public Outcome wentBack(Work work) {
        Workflow route = route(work);
        return route == this ? Outcomes.nothingLeft(work) : route.wentBack(work);
    }
}
