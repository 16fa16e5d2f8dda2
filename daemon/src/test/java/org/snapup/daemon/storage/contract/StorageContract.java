package org.snapup.daemon.storage.contract;

import org.snapup.daemon.storage.Tag;

/**
 * What every storage backend does, on the real thing. A backend's test extends this and says how a {@link StorageWorld}
 * is made; what follows single methods is in the contracts below, the sequences of the workflows are in
 * {@link Sequences}.
 */
public abstract class StorageContract extends StorageCase<StorageWorld>
        implements ListingContract, SnapshotContract, NewBeContract, WayBackContract, UseContract {
    static final Tag JOB_1 = new Tag("contract", 1, "snapshot");
    static final Tag JOB_2 = new Tag("contract", 2, "snapshot");
    static final String SNAPSHOT = "snapup-1";
}
