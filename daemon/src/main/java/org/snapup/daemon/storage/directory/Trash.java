package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.storage.directory.tree.CrashPoint;
import org.snapup.daemon.storage.directory.tree.TreeRemoval;
import org.snapup.ffi.ErrnoException;
import org.snapup.protocol.SnapupException;

/** Where folders of ours go in one step before they are deleted in many. */
final class Trash {
    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    private final Layout layout;
    private final Durable durable;
    private final CrashPoint crash;

    Trash(Layout layout, Durable durable, CrashPoint crash) {
        this.layout = layout;
        this.durable = durable;
        this.crash = crash;
    }

    /** Takes a folder away and deletes it. */
    void discard(Path folder) throws IOException {
        durable.makeFolder(layout.trash(), "rwx------");
        Path trashed = layout.trash().resolve(Layout.newGuid());
        durable.move(folder, trashed);
        delete(trashed);
    }

    private void delete(Path trashed) throws IOException {
        new TreeRemoval(trashed, crash).run();
        crash.before("delete " + trashed.getFileName());
        Files.delete(trashed);
    }

    /** Deletes what an earlier run took away; what can't be deleted hinders nothing but its space. */
    void sweep() throws IOException {
        for (Path trashed : Catalog.children(layout.trash())) {
            try {
                delete(trashed);
            } catch (IOException | ErrnoException | SnapupException e) {
                LOG.atWarn().setCause(e).addKeyValue("path", trashed).log("removed, but not deleted");
            }
        }
    }
}
