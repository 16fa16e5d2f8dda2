package org.snapup.daemon.workflows.packages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snapup.daemon.packages.PackageEngine.ImageLock;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.Outcome;

/**
 * Workflow A: the source BE is snapshotted and cloned, the packages change in the clone, and activating the clone is
 * the commit. The source is never touched. Installs and uninstalls that need a reboot go this way, too.
 */
final class InClone implements Workflow {
    private static final Step SNAPSHOT = Step.of("snapshot", InClone::snapshot);
    private static final Step CLONE = Step.of("clone", InClone::cloneSource);
    private static final Step PACKAGES = Step.of("packages", InClone::packages);
    private static final Step BOOT_ARCHIVE = Step.of("boot-archive", InClone::bootArchive);
    private static final Step FINISH = Step.of("finish-clone", InClone::finish);
    private static final Step ACTIVATE =
            Step.of("activate", work -> work.storage().activate(route(work).name()));
    private static final Step UNTAG =
            Step.of("untag", work -> work.storage().untag(route(work).name(), work.tag("clone")));
    private static final Step RELEASE = Step.of("release-snapshot", InClone::release);
    private static final Step DISCARD =
            Step.of("discard-clone", work -> work.storage().discard(route(work).name(), work.tag("clone")));

    @Override
    public List<Step> forward(Work work) {
        return List.of(SNAPSHOT, CLONE, PACKAGES, BOOT_ARCHIVE, FINISH);
    }

    @Override
    public Step commit(Work work) {
        return route(work).activate() ? ACTIVATE : UNTAG;
    }

    @Override
    public boolean committed(Work work) {
        Fact.CloneRoute route = route(work);
        return work.bes().stream()
                .filter(be -> be.name().equals(route.name()) && be.uuid().equals(route.uuid()))
                .anyMatch(be -> route.activate() ? be.next() : be.tag() == null);
    }

    @Override
    public List<Step> finishing(Work work) {
        return List.of(UNTAG, RELEASE);
    }

    @Override
    public List<Step> backward(Work work) {
        if (cloneRuns(work)) {
            return List.of(UNTAG, RELEASE);
        }
        if (work.trail().begun(CLONE.name())) {
            return List.of(DISCARD, RELEASE);
        }
        return work.trail().begun(SNAPSHOT.name()) ? List.of(RELEASE) : List.of();
    }

    @Override
    public Outcome done(Work work) {
        Fact.CloneRoute route = route(work);
        if (!route.activate()) {
            return Outcomes.done(
                    "BE " + route.name() + " has the change; it isn't activated. To boot it next: snapup be activate "
                            + route.name(),
                    route.name());
        }
        String replaced = route.replaces() == null ? "" : " BE " + route.replaces() + " will not boot next any more.";
        return Outcomes.done(
                "BE " + route.name() + " has the change; on the next boot it will be the live BE." + replaced
                        + " Changes made to the running BE from now on are not in it.",
                route.name());
    }

    @Override
    public Outcome wentBack(Work work) {
        Fact.CloneRoute route = route(work);
        if (cloneRuns(work)) {
            return Outcomes.undone(
                    work,
                    "The machine runs the unfinished BE " + route.name() + ", so it is kept; make sure that it is"
                            + " complete, or boot another one: snapup be list",
                    route.name());
        }
        if (work.trail().knows(Fact.NothingToDo.class)) {
            return Outcomes.nothingLeft(work);
        }
        return Outcomes.undone(
                work,
                "BE " + source(work).name() + " was not touched, and the clone " + route.name() + " is gone.",
                source(work).name());
    }

    /** A machine that booted the unfinished clone keeps it. */
    private static boolean cloneRuns(Work work) {
        String uuid = route(work).uuid();
        return work.bes().stream().anyMatch(be -> be.live() && be.uuid().equals(uuid));
    }

    private static void snapshot(Work work) {
        String name = snapshotName(work);
        if (!work.trail().knows(Fact.Safeguard.class)) {
            work.learn(new Fact.Safeguard(name));
        }
        Path root = source(work).mountpoint();
        if (root == null) {
            work.storage().snapshot(source(work), name, work.tag("snapshot"));
            return;
        }
        try (ImageLock lock = work.machine().engine().lock(root)) {
            work.storage().snapshot(source(work), name, work.tag("snapshot"));
        }
    }

    private static void cloneSource(Work work) {
        Fact.CloneRoute route = route(work);
        work.storage()
                .cloneSnapshot(
                        source(work).forNew(Map.of(), null, true),
                        snapshotName(work),
                        route.name(),
                        route.uuid(),
                        work.tag("clone"));
    }

    private static void packages(Work work) {
        Path root = mount(work);
        PackagePlan plan = work.plan();
        if (plan == null) {
            plan = Preflight.plan(work, root, false);
            if (plan.isEmpty()) {
                work.learn(new Fact.NothingToDo("BE " + source(work).name() + " already has it and boots next."));
                return;
            }
        }
        work.machine().engine().execute(root, plan, new StepContext(work, false, true));
    }

    private static void bootArchive(Work work) {
        work.journal().cancellable(false);
        work.machine()
                .bootArchive()
                .regenerate(mount(work), line -> work.journal().append(new Entry.Output(line)));
    }

    private static void finish(Work work) {
        String name = route(work).name();
        work.storage().unmountPrivate(name, work.tag("clone"));
        work.storage().finish(name, source(work), work.tag("clone"));
    }

    private static void release(Work work) {
        work.storage().releaseSnapshot(source(work).name(), snapshotName(work), work.tag("snapshot"));
    }

    private static Path mount(Work work) {
        Path root = work.cloneRoot();
        if (root == null) {
            root = work.storage().mountPrivately(route(work).name(), work.tag("clone"));
            work.cloneRoot(root);
        }
        return root;
    }

    private static Fact.CloneRoute route(Work work) {
        return work.trail().get(Fact.CloneRoute.class);
    }

    private static Captured source(Work work) {
        return work.trail().get(Fact.Source.class).captured();
    }

    private static String snapshotName(Work work) {
        return "snapup-" + work.order().job();
    }
}
