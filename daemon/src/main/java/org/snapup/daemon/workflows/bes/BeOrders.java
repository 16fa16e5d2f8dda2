package org.snapup.daemon.workflows.bes;

import java.util.List;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeDataset;
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

    /** Refuses a snapshot that one of these datasets doesn't have: the new BE would lack them. */
    static void requireWholeSnapshot(Be be, String snapshot) {
        List<String> without = be.datasets().stream()
                .filter(dataset -> dataset.snapshots().stream()
                        .noneMatch(each -> each.name().equals(snapshot)))
                .map(BeDataset::name)
                .toList();
        if (!without.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.NO_SUCH_SNAPSHOT,
                    be.name() + "@" + snapshot,
                    "the snapshot " + be.name() + "@" + snapshot + " doesn't hold " + String.join(", ", without)
                            + "; take it without them with: snapup be create --shallow -e " + be.name() + "@"
                            + snapshot,
                    null);
        }
    }

    static void requireBootableOnce(Work work) {
        work.storage().onceObstacle().ifPresent(reason -> {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED, "a BE can't be made to boot once: " + reason + "; nothing was changed");
        });
    }

    static void requireBootable(Work work) {
        work.storage().activationObstacle().ifPresent(reason -> {
            throw new SnapupException(ErrorCode.NO_BOOT_LOADER, "the BE would not boot: " + reason);
        });
    }
}
