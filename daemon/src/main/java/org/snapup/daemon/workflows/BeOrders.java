package org.snapup.daemon.workflows;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.RenameRequest;
import org.snapup.protocol.BootEnvironments.RollbackRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What an order about a BE says. */
final class BeOrders {
    private BeOrders() {}

    /** The name of the BE that a request is about, without a snapshot's; empty for the running one. */
    static Optional<String> subjectName(Record parameters) {
        String name = null;
        if (parameters instanceof CreateRequest r) {
            name = r.from();
        } else if (parameters instanceof SnapshotRequest r) {
            name = r.be();
        } else if (parameters instanceof ActivateRequest r) {
            name = r.name();
        } else if (parameters instanceof MountRequest r) {
            name = r.name();
        } else if (parameters instanceof UnmountRequest r) {
            name = r.name();
        } else if (parameters instanceof RenameRequest r) {
            name = r.name();
        } else if (parameters instanceof RollbackRequest r) {
            name = r.name();
        } else if (parameters instanceof DestroyRequest r) {
            name = r.name();
        }
        return Optional.ofNullable(name).map(n -> n.indexOf('@') < 0 ? n : n.substring(0, n.indexOf('@')));
    }

    /** What stands behind the {@code @} of {@code BE@SNAPSHOT}. */
    static Optional<String> snapshotPart(@Nullable String name) {
        int at = name == null ? -1 : name.indexOf('@');
        return name == null || at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
    }

    /** The BE that the order is about, by the identity that it had when the order was accepted. */
    static Be subject(Work work) {
        String uuid = work.order().binding().subjectUuid();
        return uuid == null ? work.live() : work.byUuid(uuid);
    }

    static BeSnapshot requireSnapshot(Be be, String snapshot) {
        return be.snapshots().stream()
                .filter(s -> s.name().equals(snapshot) && !s.released())
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_SNAPSHOT,
                        be.name() + "@" + snapshot,
                        "BE " + be.name() + " has no snapshot " + snapshot + "; see: snapup be list -s",
                        null));
    }

    static void requireBootable(Work work) {
        work.storage().activationObstacle().ifPresent(reason -> {
            throw new SnapupException(ErrorCode.NO_BOOT_LOADER, "the BE would not boot: " + reason);
        });
    }
}
