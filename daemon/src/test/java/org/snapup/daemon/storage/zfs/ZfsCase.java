package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.contract.OpenStorage;
import org.snapup.daemon.storage.contract.Sequences;

/** What the tests of ZFS's own have: a real pool, and a job whose snapshot has a name. */
@SuppressWarnings("NullAway.Init")
abstract class ZfsCase implements OpenStorage {
    static final Tag JOB = new Tag("zfs", 1, "snapshot");
    static final String SNAPSHOT = Sequences.snapshotName(JOB);

    @TempDir
    Path temporary;

    private ZfsWorld world;
    private Storage storage;
    private Sequences sequences;

    @BeforeEach
    void makePool() throws IOException {
        world = new ZfsWorld(temporary, 256);
        sequences = new Sequences(world);
        sequences.writeTree(world.liveTree(), "old");
        storage = open(world);
    }

    @AfterEach
    void removePool() {
        if (world != null) {
            world.close();
        }
    }

    Storage open(ZfsWorld world) {
        return world.open();
    }

    @Override
    public ZfsWorld world() {
        return world;
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Sequences sequences() {
        return sequences;
    }

    @Override
    public Path folder() {
        return temporary;
    }

    String value(String property, String dataset) {
        return world.fuse().zfs("get", "-Hp", "-o", "value", property, dataset);
    }

    String source(String property, String dataset) {
        return world.fuse().zfs("get", "-Hp", "-o", "source", property, dataset);
    }
}
