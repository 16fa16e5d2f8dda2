package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be rollback}. */
public final class BeRollback extends BeVerb {
    public BeRollback() {
        super(
                "rollback",
                BootEnvironments.ROLLBACK,
                List.of(),
                "BE@SNAP | NAME SNAP",
                1,
                2,
                "Put a boot environment that isn't running back to a snapshot.");
    }

    @Override
    Record request(Arguments arguments, Session session) throws UsageException {
        String second = arguments.operand(1);
        if (second != null) {
            return new BootEnvironments.RollbackRequest(arguments.required(0), second);
        }
        SnapshotName name = SnapshotName.parse(arguments.required(0));
        if (name.be().isEmpty() || name.snapshot().isEmpty()) {
            throw new UsageException("missing the boot environment or the snapshot: BE@SNAP or NAME SNAP");
        }
        return new BootEnvironments.RollbackRequest(name.be(), name.snapshot());
    }
}
