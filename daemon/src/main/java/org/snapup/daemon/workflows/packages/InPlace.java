package org.snapup.daemon.workflows.packages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.snapup.daemon.packages.PackageEngine.ImageLock;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.workflows.names.BeNames;
import org.snapup.daemon.workflows.names.Roots;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/**
 * Workflows B, C and D: a snapshot is taken, the packages change in place, and giving up the snapshot is the commit.
 * Where that fails after the first change, another BE's place is taken by a clone of the snapshot (B, D); beside the
 * running BE, a clone of the snapshot is left to be booted (C).
 */
final class InPlace implements Workflow {
    private static final Step SNAPSHOT = Step.of("snapshot", InPlace::snapshot);
    private static final Step PACKAGES = Step.of("packages", InPlace::packages);
    private static final Step BOOT_ARCHIVE = Step.of("boot-archive", InPlace::bootArchive);
    private static final Step RELEASE = Step.of("release-snapshot", InPlace::release);

    private static final Step NAME_RECOVERY_BE = Step.of("name-recovery-be", InPlace::nameRecoveryBe);
    private static final Step CLONE_RECOVERY_BE = Step.of("clone-recovery-be", InPlace::cloneRecoveryBe);
    private static final Step FINISH_RECOVERY_BE = Step.of("finish-recovery-be", InPlace::finishRecoveryBe);
    private static final Step UNTAG_RECOVERY_BE = Step.of(
            "untag-recovery-be",
            work -> work.storage().untag(work.trail().get(Fact.RecoveryBe.class).name(), work.tag("recovery-be")));
    private static final Step DISCARD_RECOVERY_BE = Step.of(
            "discard-recovery-be",
            work -> work.storage()
                    .discard(work.trail().get(Fact.RecoveryBe.class).name(), work.tag("recovery-be")));
    private static final Step MOUNT_RECOVERY_BE = Step.of("mount-recovery-be", InPlace::mountRecoveryBe);

    @Override
    public List<Step> forward(Work work) {
        return List.of(SNAPSHOT, PACKAGES, BOOT_ARCHIVE);
    }

    @Override
    public Step commit(Work work) {
        return RELEASE;
    }

    /** Once it began, the snapshot may be partly gone, and the packages are whole: there is only one way. */
    @Override
    public boolean committed(Work work) {
        return true;
    }

    @Override
    public List<Step> finishing(Work work) {
        return List.of(RELEASE);
    }

    @Override
    public boolean goesOn(Work work) {
        if (work.trail().done(PACKAGES.name())) {
            return false;
        }
        // after a reboot another BE may be where this one was: the engine must not repair that one, nor judge by it
        Recovery recovery = isThere(work) ? work.machine().engine().recover(root(work), context(work)) : Recovery.DIRTY;
        work.learn(new Fact.Verdict(recovery));
        if (recovery == Recovery.FINISHED) {
            work.journal().append(new Entry.Done(PACKAGES.name()));
            return true;
        }
        return false;
    }

    @Override
    public List<Step> backward(Work work) {
        if (!work.trail().begun(SNAPSHOT.name())) {
            return List.of();
        }
        if (isAsBefore(work)) {
            return List.of(RELEASE);
        }
        if (work.trail().knows(Fact.SafeguardLost.class)) {
            return place(work).live() ? List.of(DISCARD_RECOVERY_BE, RELEASE) : Restore.GIVEN_UP;
        }
        if (place(work).live()) {
            return List.of(
                    NAME_RECOVERY_BE,
                    CLONE_RECOVERY_BE,
                    FINISH_RECOVERY_BE,
                    UNTAG_RECOVERY_BE,
                    MOUNT_RECOVERY_BE,
                    RELEASE);
        }
        return Restore.STEPS;
    }

    @Override
    public Outcome done(Work work) {
        return Outcomes.done(
                "BE " + source(work).name() + " has the change.", source(work).name());
    }

    @Override
    public Outcome wentBack(Work work) {
        String be = source(work).name();
        if (isAsBefore(work)) {
            return Outcomes.undone(work, "Nothing was changed in BE " + be + ".", be);
        }
        if (work.trail().knows(Fact.SafeguardLost.class)) {
            return Outcomes.lost(
                    work,
                    "BE " + be + " may be partly changed, and nothing holds the state from before: "
                            + work.trail().get(Fact.SafeguardLost.class).text()
                            + ". To mend it, repeat the operation, or activate another BE: snapup be list",
                    be);
        }
        if (place(work).live()) {
            Fact.RecoveryBe recovery = work.trail().get(Fact.RecoveryBe.class);
            return Outcomes.recoverable(
                    work,
                    (runs(work) ? "The running BE " : "BE ") + be + " may be partly changed. BE " + recovery.name()
                            + " holds the state from before and is mounted at " + recovery.mountpoint()
                            + "; to undo the failed attempt: snapup be activate " + recovery.name()
                            + ", then reboot.",
                    recovery.name());
        }
        String advice = source(work).next() ? "" : " To boot it: snapup be activate " + be + ", then reboot.";
        String kept = work.trail()
                .find(Fact.Kept.class)
                .map(fact -> " BE " + fact.name() + " was kept, because something in it isn't snapup's; to remove it: "
                        + fact.command())
                .orElse("");
        return Outcomes.undone(work, "The attempt failed, and BE " + be + " is again as it was." + advice + kept, be);
    }

    /** After a reboot another BE may run than the one that was changed. */
    private static boolean runs(Work work) {
        return work.bes().stream()
                .anyMatch(be -> be.live() && be.is(source(work).uuid()));
    }

    private static boolean isThere(Work work) {
        Captured source = source(work);
        return place(work).live()
                ? work.live().is(source.uuid())
                : work.storage()
                        .at(root(work))
                        .filter(be -> be.is(source.uuid()))
                        .isPresent();
    }

    /** No change was made, or the engine took it back. */
    private static boolean isAsBefore(Work work) {
        return !work.trail().knows(Fact.Changing.class)
                || work.trail()
                        .find(Fact.Verdict.class)
                        .map(verdict -> verdict.recovery() == Recovery.UNCHANGED)
                        .orElse(false);
    }

    private static void snapshot(Work work) {
        checkRoot(work);
        work.learn(new Fact.Safeguard(snapshotName(work)));
        try (ImageLock lock = work.machine().engine().lock(root(work))) {
            work.storage().snapshot(source(work), snapshotName(work), work.tag("snapshot"));
        }
    }

    private static void packages(Work work) {
        PackagePlan plan = work.plan();
        if (plan == null) {
            throw new IllegalStateException("a plan doesn't outlive its process");
        }
        checkRoot(work);
        work.machine().engine().execute(root(work), plan, context(work));
    }

    private static void bootArchive(Work work) {
        if (PackageOrders.kind(work.order()) == PackageRequest.Kind.DEHYDRATE) {
            return; // it boots again when it is rehydrated, which makes the archive
        }
        work.journal().cancellable(false);
        checkRoot(work);
        work.machine()
                .bootArchive()
                .regenerate(root(work), line -> work.journal().append(new Entry.Output(line)));
    }

    private static void checkRoot(Work work) {
        if (!place(work).live()) {
            Roots.check(work.storage(), work.order().binding());
        }
    }

    private static void release(Work work) {
        // an engine cleans up after a failure itself, but can't after a kill
        boolean endedUnchanged =
                work.trail().begun(PACKAGES.name()) && !work.trail().knows(Fact.Changing.class);
        if (endedUnchanged && isThere(work)) {
            work.machine().engine().tidy(root(work), context(work));
        }
        work.storage().releaseSnapshot(source(work).name(), snapshotName(work), work.tag("snapshot"));
    }

    private static void nameRecoveryBe(Work work) {
        if (work.trail().knows(Fact.RecoveryBe.class)) {
            return;
        }
        String name = BeNames.next(source(work).name(), work.bes());
        Path mountpoint = work.machine().runDirectory().resolve("recovery").resolve(name);
        work.learn(new Fact.RecoveryBe(name, UUID.randomUUID().toString(), mountpoint.toString()));
    }

    private static void cloneRecoveryBe(Work work) {
        Fact.RecoveryBe recovery = work.trail().get(Fact.RecoveryBe.class);
        cloneSafeguard(
                work,
                source(work).forNew(Map.of(), null, true),
                recovery.name(),
                recovery.uuid(),
                work.tag("recovery-be"));
    }

    /** Clones the snapshot with the state from before; learns it where somebody has removed that. */
    static void cloneSafeguard(Work work, Captured source, String name, String uuid, Tag tag) {
        try {
            work.storage().cloneSnapshot(source, snapshotName(work), name, uuid, tag);
        } catch (SnapupException e) {
            if (e.code() != ErrorCode.NO_SUCH_SNAPSHOT) {
                throw e;
            }
            work.learn(new Fact.SafeguardLost(e.getMessage()));
        }
    }

    private static void finishRecoveryBe(Work work) {
        String name = work.trail().get(Fact.RecoveryBe.class).name();
        work.storage().finish(name, source(work), work.tag("recovery-be"));
    }

    private static void mountRecoveryBe(Work work) {
        Fact.RecoveryBe recovery = work.trail().get(Fact.RecoveryBe.class);
        Be be = work.byUuid(recovery.uuid());
        if (be.mountpoint() == null) {
            work.storage().mount(be, Path.of(recovery.mountpoint()), SharedFiles.NONE);
        }
    }

    private static StepContext context(Work work) {
        return new StepContext(work, place(work).live(), false);
    }

    private static Path root(Work work) {
        return Path.of(place(work).root());
    }

    private static Fact.PlaceRoute place(Work work) {
        return work.trail().get(Fact.PlaceRoute.class);
    }

    private static Captured source(Work work) {
        return work.trail().get(Fact.Source.class).captured();
    }

    private static String snapshotName(Work work) {
        return "snapup-" + work.order().job();
    }
}
