package org.snapup.daemon.workflows.bes;

import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What the workflows of BEs ask of an order and of what it is about. */
final class BeOrders {
    private BeOrders() {}

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
