package org.snapup.daemon.workflows;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.workflows.names.BeReference;
import org.snapup.daemon.workflows.names.Binder;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.packages.PackageDryRun;
import org.snapup.daemon.workflows.run.Machine;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;

/** What a request would do; changes nothing. Safe on any thread. */
public final class DryRun {
    private final Storage storage;
    private final Binder binder;
    private final PackageDryRun packages;

    public DryRun(Machine machine, Binder binder) {
        this.storage = machine.storage();
        this.binder = binder;
        this.packages = new PackageDryRun(machine);
    }

    /**
     * Plans a package operation.
     *
     * @param admin the requester may downgrade
     */
    public Plan packages(String method, Packages.Operation request, boolean admin) {
        return packages.plan(method, request, binder.bind((Record) request), admin);
    }

    /** Plans to destroy a BE or a snapshot. */
    public DestroyPlan destroy(DestroyRequest request) {
        Binding binding = binder.bind(request);
        Be be = storage.list().stream()
                .filter(b -> b.is(requireNonNull(binding.subjectUuid())))
                .findFirst()
                .orElseThrow();
        Destruction plan =
                storage.planDestroy(be, BeReference.snapshot(request.name()).orElse(null), request.takesOrigin());
        return new DestroyPlan(names(plan.promote()), names(plan.destroy()), plan.kept(), plan.freedBytes());
    }

    private static List<String> names(List<Destruction.Target> targets) {
        return targets.stream().map(Destruction.Target::name).toList();
    }
}
