package org.snapup.daemon.workflows;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Storage;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.Plan;
import org.snapup.protocol.SnapupException;

/** What a request would do; changes nothing. Safe on any thread. */
public final class DryRun {
    private final Storage storage;
    private final PackageEngine engine;
    private final Binder binder;
    private final Path cache;

    public DryRun(Machine machine, Binder binder) {
        this.storage = machine.storage();
        this.engine = machine.engine();
        this.cache = machine.cache();
        this.binder = binder;
    }

    /**
     * Plans a package operation.
     *
     * @param admin the requester may downgrade
     */
    public Plan packages(String method, Packages.Request request, boolean admin) {
        Binding binding = binder.bind(request);
        PackageRequest.Kind kind = PackageOrders.kind(method);
        PackageRequest wanted = new PackageRequest(kind, request.packages(), admin);
        if (!binding.isLive()) {
            return engine.plan(Path.of(requireNonNull(binding.root())), wanted, new Looking(cache))
                    .summary();
        }
        Be source = Preflight.source(request, kind, storage.list());
        Path root = source.mountpoint();
        if (root == null) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    source.name(),
                    "BE " + source.name() + " boots next and would be the source, but it isn't mounted, so it can't be"
                            + " looked at without a change; plan for the running BE with --from live, or mount it: "
                            + "snapup be mount " + source.name(),
                    null);
        }
        Plan plan = engine.plan(root, wanted, new Looking(cache)).summary();
        boolean newBe = !plan.isEmpty() && (!source.live() || Preflight.needsClone(kind, request, plan));
        return new Plan(
                plan.changes(), newBe, plan.rebootNeeded(), plan.downloadBytes(), plan.spaceBytes(), plan.notes());
    }

    /** Plans to destroy a BE or a snapshot. */
    public DestroyPlan destroy(DestroyRequest request) {
        Binding binding = binder.bind(request);
        Be be = storage.list().stream()
                .filter(b -> b.is(requireNonNull(binding.subjectUuid())))
                .findFirst()
                .orElseThrow();
        Destruction plan =
                storage.planDestroy(be, BeOrders.snapshotPart(request.name()).orElse(null));
        return new DestroyPlan(names(plan.promote()), names(plan.destroy()), plan.kept(), plan.freedBytes());
    }

    private static List<String> names(List<Destruction.Target> targets) {
        return targets.stream().map(Destruction.Target::name).toList();
    }

    /** An engine that only looks. */
    private record Looking(Path cache) implements EngineContext {
        @Override
        public boolean live() {
            return false;
        }

        @Override
        public void beforeFirstChange() {
            throw new IllegalStateException("a dry run changes nothing");
        }

        @Override
        public void progress(Progress progress) {}

        @Override
        public void note(String text) {}

        @Override
        public void output(String line) {}

        @Override
        public void checkCancelled() {}

        @Override
        public void cancellable(boolean honoured) {}

        @Override
        public void crashPoint(String name) {}
    }
}
