package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be snapshot}. */
public final class BeSnapshot extends BeVerb {
    public BeSnapshot() {
        super(
                "snapshot",
                BootEnvironments.SNAPSHOT,
                List.of(),
                "[BE[@NAME]]",
                0,
                1,
                "Snapshot a boot environment (default: the running one).");
    }

    @Override
    Record request(Arguments arguments, Session session) throws UsageException {
        String word = arguments.operand(0);
        if (word == null) {
            return new BootEnvironments.SnapshotRequest(null, null, null);
        }
        SnapshotName name = SnapshotName.parse(word);
        return new BootEnvironments.SnapshotRequest(
                name.be().isEmpty() ? null : name.be(), name.snapshot().isEmpty() ? null : name.snapshot(), null);
    }
}
