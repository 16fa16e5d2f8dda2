package org.snapup.daemon.workflows.packages;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.workflows.names.Binding;
import org.snapup.daemon.workflows.run.Machine;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.SnapupException;

/** What a package operation would do; changes nothing. Safe on any thread. */
public final class PackageDryRun {
    private final Storage storage;
    private final PackageEngine engine;
    private final Path cache;

    public PackageDryRun(Machine machine) {
        this.storage = machine.storage();
        this.engine = machine.engine();
        this.cache = machine.cache();
    }

    /**
     * Plans a package operation.
     *
     * @param binding what the request means now
     * @param admin the requester may downgrade
     */
    public Plan plan(String method, Packages.Operation request, Binding binding, boolean admin) {
        PackageRequest.Kind kind = PackageOrders.kind(method);
        PackageRequest wanted = new PackageRequest(kind, request, admin);
        if (!binding.isLive()) {
            return engine.plan(Path.of(requireNonNull(binding.root())), wanted, Looking.at(cache))
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
        Plan plan = engine.plan(root, wanted, Looking.at(cache)).summary();
        boolean newBe = !plan.isEmpty() && (!source.live() || Preflight.needsClone(kind, request, plan));
        return plan.inNewBe(newBe);
    }
}
