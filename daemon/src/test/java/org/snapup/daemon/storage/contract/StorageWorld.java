package org.snapup.daemon.storage.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.storage.Storage;

/**
 * A fresh root for {@link StorageContract}, with the real thing under it: one boot environment {@value #LIVE}, live and
 * next, whose tree holds what the contract writes. Everything but {@link #open} and {@link #liveTree} is optional: a test
 * that needs what a backend can't have is skipped.
 */
public interface StorageWorld extends AutoCloseable {
    String LIVE = "be0";

    /** The storage, opened anew as after a start of the daemon. The contract closes it. */
    Storage open();

    /**
     * The storage whose daemon dies at one of the points between its changes of the world: {@link Died} is thrown there,
     * and for every later act.
     *
     * @param point from 1; there are none after the last
     */
    default Optional<Storage> openDyingAt(int point) {
        return Optional.empty();
    }

    /** Where the live BE's files are. */
    Path liveTree();

    /** Folders in the live BE that are datasets of their own, parents first; relative paths. */
    default List<String> nested() {
        return List.of();
    }

    /**
     * Every setting of a BE that the user made, by dataset and name, with its source; a restore must give the same.
     */
    default Map<String, String> settings(String be) {
        return Map.of();
    }

    /** The names of all datasets, snapshots and the like that there are, as the storage's own tools list them. */
    default List<String> objects() {
        return List.of();
    }

    /** Takes a snapshot of the whole BE with another tool; gives its guid. */
    default Optional<String> foreignSnapshot(String be, String snapshot) {
        return Optional.empty();
    }

    /** Clones a BE's snapshot with another tool to a place outside the BEs; gives the clone's guid. */
    default Optional<String> foreignClone(String be, String snapshot) {
        return Optional.empty();
    }

    /** Whether the object with this guid, given by one of the two above, is still there. */
    default boolean exists(String guid) {
        throw new UnsupportedOperationException("no foreign objects here");
    }

    /** Whether a process can keep a BE from being unmounted. */
    default boolean canBeBusy() {
        return false;
    }

    /** Takes all free space; false where that can't be done. */
    default boolean fill() {
        return false;
    }

    /** Ends every process, mount and file of this root. */
    @Override
    void close() throws IOException;

    /** The daemon is gone. */
    final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
