package org.snapup.daemon.server.calls;

import java.io.IOException;
import java.io.OutputStream;
import org.snapup.protocol.BootEnvironments.ExportRequest;

/** Snapshots of BEs as streams. Called by several threads; takes as long as the reader does. */
@FunctionalInterface
public interface Exports {
    /** @throws IOException when the reader takes no more */
    void export(ExportRequest request, OutputStream to) throws IOException;
}
