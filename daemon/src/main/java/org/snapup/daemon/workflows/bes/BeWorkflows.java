package org.snapup.daemon.workflows.bes;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.workflows.names.BeNames;
import org.snapup.daemon.workflows.names.BeReference;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.RenameRequest;
import org.snapup.protocol.BootEnvironments.RollbackRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
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
                        work -> work.storage().activate(BeOrders.subject(work).name()),
                        work -> BeOrders.subject(work).next(),
                        work -> "BE " + source(work).name() + " boots next.");
            case BootEnvironments.MOUNT ->
                new SimpleChange(
                        "mount",
                        BeWorkflows::chooseMountpoint,
                        work -> work.storage().mount(BeOrders.subject(work), Path.of(chosen(work))),
                        work -> BeOrders.subject(work).mountpoint() != null,
                        work -> "BE " + source(work).name() + " is mounted at " + chosen(work) + ".");
            case BootEnvironments.UNMOUNT ->
                new SimpleChange(
                        "unmount",
                        BeWorkflows::checkUnmount,
                        work -> work.storage().unmount(BeOrders.subject(work)),
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
        capture(work, be);
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
        BeOrders.requireBootable(work);
        capture(work, be);
        if (be.next()) {
            work.learn(new Fact.NothingToDo("BE " + be.name() + " boots next already."));
        }
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
        work.storage().requireMovable(be);
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
        Destruction plan = work.storage().planDestroy(be, snapshot);
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

    private static void destroy(Work work) {
        Destruction plan = work.trail().get(Fact.Destroying.class).plan();
        if (plan.snapshot() == null) {
            work.bes().stream()
                    .filter(be -> be.guid().equals(plan.guid()) && be.mountpoint() != null)
                    .forEach(be -> work.storage().unmount(be));
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
