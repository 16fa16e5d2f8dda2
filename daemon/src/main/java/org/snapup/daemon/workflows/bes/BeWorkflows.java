package org.snapup.daemon.workflows.bes;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.workflows.names.BeNames;
import org.snapup.daemon.workflows.names.BeReference;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.DeactivateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.RenameRequest;
import org.snapup.protocol.BootEnvironments.RollbackRequest;
import org.snapup.protocol.BootEnvironments.Shared;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The workflow of each method that changes boot environments. */
public final class BeWorkflows {
    private static final DateTimeFormatter SNAPSHOT_NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd-HH:mm:ss").withZone(ZoneOffset.UTC);

    private BeWorkflows() {}

    /**
     * The workflow for a method's orders.
     *
     * @throws IllegalArgumentException when the method doesn't change BEs
     */
    public static Workflow of(String method) {
        return switch (method) {
            case BootEnvironments.CREATE -> new CreateBe();
            case BootEnvironments.IMPORT -> new ImportBe();
            case BootEnvironments.SNAPSHOT ->
                new SimpleChange(
                        "snapshot",
                        BeWorkflows::chooseSnapshot,
                        work -> work.storage().snapshot(source(work), chosen(work), null),
                        work -> hasSnapshot(work, chosen(work)),
                        work -> "The snapshot is " + source(work).name() + "@" + chosen(work) + ".");
            case BootEnvironments.ACTIVATE ->
                new SimpleChange(
                        "activate",
                        BeWorkflows::checkActivation,
                        BeWorkflows::activate,
                        BeWorkflows::isActivated,
                        work -> "BE " + source(work).name()
                                + (isOnce(work) ? " boots next, and only then." : " boots next."));
            case BootEnvironments.DEACTIVATE ->
                new SimpleChange(
                        "deactivate",
                        BeWorkflows::checkDeactivation,
                        work -> work.storage().deactivateOnce(),
                        work -> work.bes().stream().noneMatch(Be::once),
                        work -> "BE " + source(work).name() + " doesn't boot once any more.");
            case BootEnvironments.MOUNT ->
                new SimpleChange(
                        "mount",
                        BeWorkflows::chooseMountpoint,
                        work -> work.storage().mount(BeOrders.subject(work), Path.of(chosen(work)), shared(work)),
                        work -> BeOrders.subject(work).mountpoint() != null,
                        work -> "BE " + source(work).name() + " is mounted at " + chosen(work) + ".");
            case BootEnvironments.UNMOUNT ->
                new SimpleChange(
                        "unmount",
                        BeWorkflows::checkUnmount,
                        work -> work.storage().unmount(BeOrders.subject(work), isUnmountForced(work)),
                        work -> BeOrders.subject(work).mountpoint() == null,
                        work -> "BE " + source(work).name() + " is unmounted.");
            case BootEnvironments.RENAME ->
                new SimpleChange(
                        "rename",
                        BeWorkflows::checkRename,
                        work -> work.storage().rename(source(work).guid(), newName(work)),
                        work -> BeOrders.subject(work).name().equals(newName(work)),
                        work -> "BE " + source(work).name() + " is now " + newName(work) + ".");
            case BootEnvironments.ROLLBACK ->
                new SimpleChange(
                        "rollback",
                        BeWorkflows::checkRollback,
                        work -> work.storage().rollback(BeOrders.subject(work), snapshotOf(work)),
                        work -> false,
                        work -> "BE " + source(work).name() + " is again as in its snapshot " + snapshotOf(work) + ".");
            case BootEnvironments.DESTROY ->
                new SimpleChange(
                        "destroy",
                        BeWorkflows::planDestroy,
                        BeWorkflows::destroy,
                        BeWorkflows::isDestroyed,
                        BeWorkflows::destroyed);
            default -> throw new IllegalArgumentException("no workflow for " + method);
        };
    }

    private static void chooseSnapshot(Work work) {
        Be be = BeOrders.subject(work);
        work.storage().requireUsable(be);
        String name = requireNonNullElseGet(
                ((SnapshotRequest) work.order().parameters()).snapshot(), () -> SNAPSHOT_NAME.format(Instant.now()));
        if (be.snapshots().stream().anyMatch(s -> s.name().equals(name))) {
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    name,
                    "BE " + be.name() + " has a snapshot " + name + " already; choose another name",
                    null);
        }
        boolean whole = ((SnapshotRequest) work.order().parameters()).isWhole();
        Captured captured = work.storage().capture(be);
        work.learn(new Fact.Source(whole ? captured : captured.forNew(Map.of(), null, false)));
        work.learn(new Fact.Chosen(name));
    }

    private static boolean hasSnapshot(Work work, String name) {
        return BeOrders.subject(work).snapshots().stream()
                .anyMatch(s -> s.name().equals(name));
    }

    private static void checkActivation(Work work) {
        Be be = BeOrders.subject(work);
        if (be.tag() != null) {
            throw new SnapupException(
                    ErrorCode.BE_UNSUPPORTED,
                    be.name(),
                    "BE " + be.name() + " is unfinished: job " + be.tag().job() + " made it; it can't be activated",
                    null);
        }
        if (isOnce(work)) {
            BeOrders.requireBootableOnce(work);
        } else {
            BeOrders.requireBootable(work);
        }
        capture(work, be);
        if (isOnce(work) ? be.once() : be.next() && work.bes().stream().noneMatch(Be::once)) {
            work.learn(new Fact.NothingToDo("BE " + be.name() + " boots next already."));
        }
    }

    private static void activate(Work work) {
        String name = BeOrders.subject(work).name();
        if (isOnce(work)) {
            work.storage().activateOnce(name);
        } else {
            work.storage().activate(name);
        }
    }

    private static boolean isActivated(Work work) {
        Be be = BeOrders.subject(work);
        return isOnce(work) ? be.once() : be.next();
    }

    private static boolean isOnce(Work work) {
        return ((ActivateRequest) work.order().parameters()).isOnce();
    }

    private static void checkDeactivation(Work work) {
        String name = ((DeactivateRequest) work.order().parameters()).name();
        Optional<Be> once = work.bes().stream().filter(Be::once).findFirst();
        if (once.isEmpty()) {
            work.learn(new Fact.NothingToDo("No BE boots once."));
            return;
        }
        if (name != null && !once.get().name().equals(name)) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    name,
                    "not BE " + name + " but " + once.get().name() + " boots once; nothing was changed",
                    null);
        }
        capture(work, once.get());
    }

    private static void chooseMountpoint(Work work) {
        Be be = BeOrders.subject(work);
        if (be.mountpoint() != null) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "BE " + be.name() + " is mounted at " + be.mountpoint() + " already",
                    null);
        }
        String wanted = ((MountRequest) work.order().parameters()).mountpoint();
        Path folder = work.machine().runDirectory().resolve("mnt").resolve(be.name());
        capture(work, be);
        work.learn(new Fact.Chosen(wanted == null ? folder.toString() : wanted));
    }

    private static SharedFiles shared(Work work) {
        Shared shared = ((MountRequest) work.order().parameters()).shared();
        if (shared == null) {
            return SharedFiles.NONE;
        }
        return switch (shared) {
            case READ_ONLY -> SharedFiles.READ_ONLY;
            case READ_WRITE -> SharedFiles.READ_WRITE;
        };
    }

    private static boolean isUnmountForced(Work work) {
        return ((UnmountRequest) work.order().parameters()).isForced();
    }

    private static void checkUnmount(Work work) {
        Be be = BeOrders.subject(work);
        capture(work, be);
        if (be.live()) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE, be.name(), "BE " + be.name() + " is the running one; it stays mounted", null);
        }
        if (be.mountpoint() == null) {
            work.learn(new Fact.NothingToDo("BE " + be.name() + " isn't mounted."));
            return;
        }
        if (!isUnmountForced(work)) {
            work.storage().requireMovable(be);
        }
    }

    private static void checkRename(Work work) {
        Be be = BeOrders.subject(work);
        if (be.live()) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "BE " + be.name() + " is the running one; boot another BE, then rename it",
                    null);
        }
        if (be.name().equals(newName(work))) {
            work.learn(new Fact.NothingToDo("BE " + be.name() + " has that name."));
            return;
        }
        BeNames.choose(newName(work), work.bes(), be);
        capture(work, be);
    }

    private static void checkRollback(Work work) {
        Be be = BeOrders.subject(work);
        if (be.live()) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "BE " + be.name() + " is the running one and can't be rolled back beneath running programs; make a"
                            + " BE of the snapshot and boot it: snapup be create NAME -e " + be.name() + "@"
                            + snapshotOf(work),
                    null);
        }
        BeOrders.requireSnapshot(be, snapshotOf(work));
        capture(work, be);
    }

    private static void planDestroy(Work work) {
        DestroyRequest request = (DestroyRequest) work.order().parameters();
        Be be = BeOrders.subject(work);
        String snapshot = BeReference.snapshot(request.name()).orElse(null);
        if (snapshot == null && !request.takesSnapshots()) {
            requireNoSnapshots(be);
        }
        Destruction plan = work.storage().planDestroy(be, snapshot, request.takesOrigin());
        if (snapshot == null && be.mountpoint() != null && !request.isForced()) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    be.name(),
                    "BE " + be.name() + " is mounted at " + be.mountpoint() + "; unmount it first (snapup be unmount "
                            + be.name() + "), or repeat with -F",
                    null);
        }
        if (snapshot == null && be.mountpoint() != null) {
            work.storage().requireMovable(be);
        }
        capture(work, be);
        work.learn(new Fact.Destroying(plan));
    }

    private static void requireNoSnapshots(Be be) {
        be.snapshots().stream().filter(each -> !each.released()).findFirst().ifPresent(each -> {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    be.name(),
                    "BE " + be.name() + " has snapshots, such as " + be.name() + "@" + each.name()
                            + ", and was to be destroyed only without; nothing was changed",
                    null);
        });
    }

    private static void destroy(Work work) {
        Destruction plan = work.trail().get(Fact.Destroying.class).plan();
        if (plan.snapshot() == null) {
            work.bes().stream()
                    .filter(be -> be.guid().equals(plan.guid()) && be.mountpoint() != null)
                    .forEach(be -> work.storage().unmount(be, false));
        }
        work.storage().destroy(plan);
    }

    private static boolean isDestroyed(Work work) {
        Destruction plan = work.trail().get(Fact.Destroying.class).plan();
        return work.bes().stream()
                .filter(be -> be.guid().equals(plan.guid()))
                .noneMatch(be -> plan.snapshot() == null
                        || be.snapshots().stream().anyMatch(s -> s.name().equals(plan.snapshot())));
    }

    private static String destroyed(Work work) {
        Destruction plan = work.trail().get(Fact.Destroying.class).plan();
        String what = plan.snapshot() == null ? "BE " + plan.be() : "Snapshot " + plan.be() + "@" + plan.snapshot();
        List<String> promoted =
                plan.promote().stream().map(Destruction.Target::name).toList();
        return what + " is destroyed."
                + (promoted.isEmpty()
                        ? ""
                        : " Promoted, because they depended on it: " + String.join(", ", promoted) + ".")
                + (plan.kept().isEmpty()
                        ? ""
                        : " Kept, because they aren't its own: " + String.join(", ", plan.kept()) + ".");
    }

    private static void capture(Work work, Be be) {
        work.learn(new Fact.Source(work.storage().capture(be)));
    }

    private static Captured source(Work work) {
        return work.trail().get(Fact.Source.class).captured();
    }

    private static String chosen(Work work) {
        return work.trail().get(Fact.Chosen.class).name();
    }

    private static String newName(Work work) {
        return ((RenameRequest) work.order().parameters()).newName();
    }

    private static String snapshotOf(Work work) {
        return requireNonNull(((RollbackRequest) work.order().parameters()).snapshot());
    }
}
