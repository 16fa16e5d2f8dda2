package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.contract.Sequences;
import org.snapup.daemon.storage.contract.StorageCase;

/** What the tests of ZFS's own have: a real pool, and a job whose snapshot has a name. */
abstract class ZfsCase extends StorageCase<ZfsWorld> {
    static final Tag JOB = new Tag("zfs", 1, "snapshot");
    static final String SNAPSHOT = Sequences.snapshotName(JOB);

    @Override
    protected ZfsWorld createWorld(Path folder) throws IOException {
        return new ZfsWorld(folder, 256);
    }

    String value(String property, String dataset) {
        return world().fuse().zfs("get", "-Hp", "-o", "value", property, dataset);
    }

    String source(String property, String dataset) {
        return world().fuse().zfs("get", "-Hp", "-o", "source", property, dataset);
    }
}
