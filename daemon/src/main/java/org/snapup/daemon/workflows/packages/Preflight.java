package org.snapup.daemon.workflows.packages;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.workflows.names.BeNames;
import org.snapup.daemon.workflows.names.Roots;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Packages.From;
import org.snapup.protocol.Packages.NewBe;
import org.snapup.protocol.Packages.Operation;
import org.snapup.protocol.Plan;
import org.snapup.protocol.SnapupException;

/** First step of every package workflow: looks, plans, decides the route, and refuses what can't work. */
final class Preflight implements Step {
    /** Room that a change needs besides what its plan counts: metadata, the package state, logs. */
    private static final long MARGIN_BYTES = 8L << 20;

    @Override
    public String name() {
        return "preflight";
    }

    @Override
    public void apply(Work work) {
        boolean dehydrates = PackageOrders.kind(work.order()) == PackageRequest.Kind.DEHYDRATE;
        if (dehydrates) {
            requireIdle(work);
        }
        if (work.order().binding().isLive()) {
            live(work);
        } else {
            otherRoot(work, requireNonNull(work.order().binding().root()));
        }
    }

    /** What is dehydrated can't run. */
    private static void requireIdle(Work work) {
        boolean isLive = work.order().binding().isLive();
        Be be = isLive ? work.live() : Roots.check(work.storage(), work.order().binding());
        if (be.live() || be.next()) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    be.name(),
                    "BE " + be.name() + (be.live() ? " runs" : " boots next") + ", and dehydrated it couldn't: mount"
                            + " another one, and name it with -R DIR",
                    null);
        }
    }

    private static void otherRoot(Work work, String root) {
        Be be = Roots.check(work.storage(), work.order().binding());
        work.storage().requireUsable(be);
        work.storage().requireMovable(be);
        PackagePlan plan = plan(work, Path.of(root), false);
        if (plan.isEmpty()) {
            work.learn(new Fact.NothingToDo("BE " + be.name() + " has nothing to change."));
            return;
        }
        work.learn(new Fact.Source(work.storage().capture(be)));
        work.learn(new Fact.PlaceRoute(false, root));
    }

    private static void live(Work work) {
        Operation request = PackageOrders.operation(work.order());
        PackageRequest.Kind kind = PackageOrders.kind(work.order());
        List<Be> bes = work.bes();
        Be live = Work.live(bes);
        Path liveRoot = requireNonNull(live.mountpoint(), "the live BE is mounted");
        Be next = bes.stream().filter(Be::next).findFirst().orElse(live);
        Be source = source(request, kind, bes);
        boolean inClone = true;
        if (!source.live() && request.newBe() == NewBe.DENY) {
            throw new SnapupException(
                    ErrorCode.NEW_BE_NEEDED,
                    "BE " + source.name() + " boots next and doesn't run, so the change would be made in a new BE built"
                            + " on it; repeat it without --deny-new-be");
        }
        if (source.live()) {
            PackagePlan plan = plan(work, liveRoot, true);
            if (plan.isEmpty()) {
                work.learn(new Fact.NothingToDo("BE " + live.name() + " has nothing to change."));
                return;
            }
            inClone = needsClone(kind, request, plan.summary());
        }
        work.storage().requireUsable(source);
        if (inClone) {
            route(work, request, bes, source, next);
        } else {
            work.learn(new Fact.Source(work.storage().capture(live)));
            work.learn(new Fact.PlaceRoute(true, liveRoot.toString()));
            if (!next.live()) {
                work.note("BE " + next.name() + " boots next and will not have this change; to make it there, repeat"
                        + " the command with --from next.");
            }
        }
    }

    /** The BE that an operation on the live system starts from: the running one, or the one that boots next. */
    static Be source(Operation request, PackageRequest.Kind kind, List<Be> bes) {
        From from = requireNonNullElse(request.from(), kind == PackageRequest.Kind.UPDATE ? From.NEXT : From.LIVE);
        return bes.stream()
                .filter(from == From.NEXT ? Be::next : Be::live)
                .findFirst()
                .or(() -> bes.stream().filter(Be::live).findFirst())
                .orElseThrow();
    }

    static boolean needsClone(PackageRequest.Kind kind, Operation request, Plan plan) {
        NewBe newBe = requireNonNullElse(request.newBe(), NewBe.AUTO);
        boolean reboot = plan.rebootNeeded();
        if (newBe == NewBe.DENY && (reboot || kind == PackageRequest.Kind.UPDATE)) {
            throw new SnapupException(
                    ErrorCode.NEW_BE_NEEDED,
                    (reboot ? "this change needs a reboot" : "an image-update of the running system")
                            + (reboot ? ", so it is made in a new BE" : " is made in a new BE")
                            + "; repeat it without --deny-new-be");
        }
        return kind == PackageRequest.Kind.UPDATE || reboot || newBe == NewBe.REQUIRE || request.beName() != null;
    }

    private static void route(Work work, Operation request, List<Be> bes, Be source, Be next) {
        if (request.activates()) {
            work.storage().activationObstacle().ifPresent(reason -> {
                throw new SnapupException(
                        ErrorCode.NO_BOOT_LOADER,
                        "the new BE would not boot: " + reason + "; repeat with --no-activate to make it all the same");
            });
        }
        String name = BeNames.choose(request.beName(), bes, source);
        work.learn(new Fact.Source(work.storage().capture(source)));
        String replaced =
                request.activates() && !next.live() && !next.uuid().equals(source.uuid()) ? next.name() : null;
        work.learn(new Fact.CloneRoute(name, UUID.randomUUID().toString(), request.activates(), replaced));
    }

    /** Plans on this root, tells the plan, and refuses it where the space doesn't suffice. */
    static PackagePlan plan(Work work, Path root, boolean live) {
        PackagePlan plan = work.machine()
                .engine()
                .plan(root, PackageOrders.packageRequest(work.order()), new StepContext(work, live, false));
        work.plan(plan);
        long needed =
                plan.summary().downloadBytes() + Math.max(0, plan.summary().spaceBytes()) + MARGIN_BYTES;
        long free = work.storage().freeBytes();
        if (!plan.isEmpty() && free < needed) {
            throw new SnapupException(
                    ErrorCode.NO_SPACE,
                    "the change needs " + (needed >> 20) + " MiB and " + (free >> 20)
                            + " MiB are free; remove a BE that isn't needed: snapup be list, snapup be destroy NAME");
        }
        plan.summary().notes().forEach(work::note);
        return plan;
    }
}
