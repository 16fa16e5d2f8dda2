package org.snapup.daemon;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.workflows.names.BeReference;
import org.snapup.daemon.workflows.names.Binder;
import org.snapup.protocol.BootEnvironments.ExportRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Reads snapshots for clients, beside the queue: a snapshot doesn't change. Safe on any thread. */
record BeExports(Storage storage, Binder binder) {
    void export(ExportRequest request, OutputStream to) throws IOException {
        String snapshot = BeReference.snapshot(request.name())
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.INVALID_PARAMETER,
                        "name",
                        "'" + request.name() + "' names no snapshot: BE@SNAPSHOT",
                        null));
        String uuid = requireNonNull(binder.bind(request).subjectUuid());
        Be be = storage.list().stream()
                .filter(each -> each.is(uuid))
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_BE, request.name(), "the boot environment isn't there any more", null));
        storage.send(be, snapshot, to);
    }
}
