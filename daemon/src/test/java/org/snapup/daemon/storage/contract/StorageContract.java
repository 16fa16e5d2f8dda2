package org.snapup.daemon.storage.contract;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;

/**
 * What every storage backend does, on the real thing. A backend's test extends this and says how a {@link StorageWorld}
 * is made; what follows single methods is in the contracts below, the sequences of the workflows are in
 * {@link Sequences}.
 */
@SuppressWarnings("NullAway.Init")
public abstract class StorageContract
        implements ListingContract, SnapshotContract, NewBeContract, WayBackContract, UseContract {
    static final Tag JOB_1 = new Tag("contract", 1, "snapshot");
    static final Tag JOB_2 = new Tag("contract", 2, "snapshot");
    static final String SNAPSHOT = "snapup-1";

    @TempDir
    Path temporary;

    private StorageWorld world;
    private Storage storage;
    private Sequences sequences;

    /** Makes a fresh root with its one BE; skips through {@code Requires} where the machine lacks a part. */
    protected abstract StorageWorld createWorld(Path folder) throws IOException;

    @BeforeEach
    void openStorage() throws IOException {
        world = createWorld(temporary);
        storage = world.open();
        sequences = new Sequences(world);
        sequences.writeTree(world.liveTree(), "old");
    }

    @AfterEach
    void closeWorld() throws IOException {
        if (world != null) {
            try (StorageWorld closing = world) {
                if (storage != null) {
                    storage.close();
                }
            }
        }
    }

    @Override
    public StorageWorld world() {
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
}
