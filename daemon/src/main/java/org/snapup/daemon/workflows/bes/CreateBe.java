package org.snapup.daemon.workflows.bes;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.workflows.names.BeNames;
import org.snapup.daemon.workflows.names.BeReference;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/** Makes a new BE: a clone of another one as it is, or of one of its snapshots. */
final class CreateBe implements Workflow {
    private static final Step PREFLIGHT = Step.of("preflight", CreateBe::preflight);
    private static final Step SNAPSHOT =
            Step.of("snapshot", work -> work.storage().snapshot(source(work), ownSnapshot(work), work.tag("snapshot")));
    private static final Step CLONE = Step.of("clone", CreateBe::cloneSource);
    private static final Step FINISH =
            Step.of("finish-clone", work -> work.storage().finish(route(work).name(), source(work), work.tag("clone")));
    private static final Step UNTAG =
            Step.of("untag", work -> work.storage().untag(route(work).name(), work.tag("clone")));
    private static final Step ACTIVATE =
            Step.of("activate", work -> work.storage().activate(route(work).name()));
    private static final Step ACTIVATE_ONCE = Step.of(
            "activate-once", work -> work.storage().activateOnce(route(work).name()));
    private static final Step RELEASE = Step.of(
            "release-snapshot",
            work -> work.storage().releaseSnapshot(source(work).name(), ownSnapshot(work), work.tag("snapshot")));
    private static final Step DISCARD =
            Step.of("discard-clone", work -> work.storage().discard(route(work).name(), work.tag("clone")));

    @Override
    public List<Step> forward(Work work) {
        return fromSnapshot(work).isEmpty()
                ? List.of(PREFLIGHT, SNAPSHOT, CLONE, FINISH)
                : List.of(PREFLIGHT, CLONE, FINISH);
    }

    @Override
    public Step commit(Work work) {
        return UNTAG;
    }

    @Override
    public boolean committed(Work work) {
        return work.bes().stream().anyMatch(be -> be.uuid().equals(route(work).uuid()) && be.tag() == null);
    }

    @Override
    public List<Step> finishing(Work work) {
        List<Step> steps = new ArrayList<>();
        if (route(work).activate()) {
            steps.add(ACTIVATE);
        }
        if (isOnce(work)) {
            steps.add(ACTIVATE_ONCE);
        }
        if (fromSnapshot(work).isEmpty()) {
            steps.add(RELEASE);
        }
        return steps;
    }

    @Override
    public List<Step> backward(Work work) {
        List<Step> steps = new ArrayList<>();
        if (work.trail().begun(CLONE.name())) {
            steps.add(DISCARD);
        }
        if (work.trail().begun(SNAPSHOT.name())) {
            steps.add(RELEASE);
        }
        return steps;
    }

    @Override
    public Outcome done(Work work) {
        String name = route(work).name();
        return Outcomes.done(
                "BE " + name + " was made from " + source(work).name()
                        + (route(work).activate() ? "; it boots next." : isOnce(work) ? "; it boots next, once." : "."),
                name);
    }

    @Override
    public Outcome wentBack(Work work) {
        return Outcomes.nothingLeft(work);
    }

    private static void preflight(Work work) {
        CreateRequest request = request(work);
        Be source = BeOrders.subject(work);
        work.storage().requireUsable(source);
        work.storage().requireSupported(requireNonNullElse(request.properties(), Map.of()), request.pool());
        fromSnapshot(work).ifPresent(snapshot -> {
            BeOrders.requireSnapshot(source, snapshot);
            if (request.isWhole()) {
                BeOrders.requireWholeSnapshot(source, snapshot);
            }
        });
        boolean activate = Boolean.TRUE.equals(request.activate());
        if (activate) {
            BeOrders.requireBootable(work);
        }
        if (isOnce(work)) {
            if (activate) {
                throw new SnapupException(
                        ErrorCode.INVALID_REQUEST, "a new BE boots next always or once, not both: nothing was changed");
            }
            BeOrders.requireBootableOnce(work);
        }
        String name = BeNames.choose(request.name(), work.bes(), source);
        work.learn(new Fact.Source(work.storage()
                .capture(source)
                .forNew(requireNonNullElse(request.properties(), Map.of()), request.description(), request.isWhole())));
        work.learn(new Fact.CloneRoute(name, UUID.randomUUID().toString(), activate, null));
    }

    private static void cloneSource(Work work) {
        String snapshot = fromSnapshot(work).orElse(ownSnapshot(work));
        work.storage()
                .cloneSnapshot(
                        source(work), snapshot, route(work).name(), route(work).uuid(), work.tag("clone"));
    }

    private static boolean isOnce(Work work) {
        return Boolean.TRUE.equals(request(work).once());
    }

    private static Optional<String> fromSnapshot(Work work) {
        return BeReference.snapshot(request(work).from());
    }

    private static CreateRequest request(Work work) {
        return (CreateRequest) work.order().parameters();
    }

    private static Fact.CloneRoute route(Work work) {
        return work.trail().get(Fact.CloneRoute.class);
    }

    private static Captured source(Work work) {
        return work.trail().get(Fact.Source.class).captured();
    }

    private static String ownSnapshot(Work work) {
        return "snapup-" + work.order().job();
    }
}
