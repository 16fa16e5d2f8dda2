package org.snapup.daemon.workflows.packages;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.workflows.names.Roots;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.ImageChanges.Change;
import org.snapup.protocol.Outcome;

/**
 * A change of an image's configuration, in place and without a snapshot: the engine makes it in one write, and its text
 * before and after tells, after a crash, whether that write was made.
 */
public final class ConfigureImage implements Workflow {
    private static final Step PREFLIGHT = Step.of("preflight", ConfigureImage::preflight);
    private static final Step CONFIGURE = Step.of("configure", ConfigureImage::configure);

    @Override
    public List<Step> forward(Work work) {
        return List.of(PREFLIGHT);
    }

    @Override
    public Step commit(Work work) {
        return CONFIGURE;
    }

    @Override
    public boolean committed(Work work) {
        Fact.ImageRoute route = work.trail().get(Fact.ImageRoute.class);
        return !work.machine().engine().configuration(Path.of(route.root())).equals(route.configuration());
    }

    /** The write is whole, or it wasn't made. */
    @Override
    public List<Step> finishing(Work work) {
        return List.of();
    }

    @Override
    public List<Step> backward(Work work) {
        return List.of();
    }

    @Override
    public Outcome done(Work work) {
        if (work.trail().knows(Fact.NothingToDo.class)) {
            return Outcomes.nothingLeft(work);
        }
        String be = work.trail().get(Fact.ImageRoute.class).be();
        return Outcomes.done("The image of BE " + be + " has the change.", be);
    }

    @Override
    public Outcome wentBack(Work work) {
        return Outcomes.nothingLeft(work);
    }

    private static void preflight(Work work) {
        Be be;
        String root;
        if (work.order().binding().isLive()) {
            be = work.live();
            root = requireNonNull(be.mountpoint(), "the live BE is mounted").toString();
        } else {
            be = Roots.check(work.storage(), work.order().binding());
            root = requireNonNull(work.order().binding().root());
        }
        PackageEngine engine = work.machine().engine();
        work.learn(new Fact.ImageRoute(be.name(), root, engine.configuration(Path.of(root))));
        if (be.live()) {
            work.bes().stream()
                    .filter(other -> other.next() && !other.live())
                    .forEach(next ->
                            work.note("BE " + next.name() + " boots next and will not have this change; to make it"
                                    + " there, mount it and repeat the command with -R."));
        }
    }

    private static void configure(Work work) {
        Fact.ImageRoute route = work.trail().get(Fact.ImageRoute.class);
        Change change = (Change) work.order().parameters();
        boolean live = work.order().binding().isLive();
        boolean changed =
                work.machine().engine().configure(Path.of(route.root()), change, new StepContext(work, live, true));
        if (!changed) {
            work.learn(new Fact.NothingToDo("The image of BE " + route.be() + " has nothing to change."));
        }
    }
}
