package org.snapup.daemon.storage.contract;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.Storage;

/** Opens a storage over a fresh root before each test, with its one BE's tree written, and closes both after it. */
@SuppressWarnings("NullAway.Init")
public abstract class StorageCase<W extends StorageWorld> implements OpenStorage {
    @TempDir
    Path temporary;

    private W world;
    private Storage storage;
    private Sequences sequences;

    /** Makes a fresh root with its one BE; skips through {@code Requires} where the machine lacks a part. */
    protected abstract W createWorld(Path folder) throws IOException;

    protected Storage open(W world) {
        return world.open();
    }

    @BeforeEach
    void openStorage() throws IOException {
        world = createWorld(temporary);
        storage = open(world);
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
    public W world() {
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
