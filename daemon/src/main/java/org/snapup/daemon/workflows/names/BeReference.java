package org.snapup.daemon.workflows.names;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.DeactivateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.ExportRequest;
import org.snapup.protocol.BootEnvironments.ImportRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.RenameRequest;
import org.snapup.protocol.BootEnvironments.RollbackRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;

/** What a request about a BE names: {@code BE} or {@code BE@SNAPSHOT}. */
public final class BeReference {
    private BeReference() {}

    /** Whether the request means a BE that there is, named or running. */
    static boolean isAboutABe(Record parameters) {
        return !(parameters instanceof ImportRequest) && !(parameters instanceof DeactivateRequest);
    }

    /** The name of the BE that a request is about, without a snapshot's; empty for the running one. */
    public static Optional<String> be(Record parameters) {
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
        } else if (parameters instanceof ExportRequest r) {
            name = r.name();
        }
        return Optional.ofNullable(name).map(n -> n.indexOf('@') < 0 ? n : n.substring(0, n.indexOf('@')));
    }

    /** What stands behind the {@code @} of {@code BE@SNAPSHOT}. */
    public static Optional<String> snapshot(@Nullable String name) {
        int at = name == null ? -1 : name.indexOf('@');
        return name == null || at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
    }
}
