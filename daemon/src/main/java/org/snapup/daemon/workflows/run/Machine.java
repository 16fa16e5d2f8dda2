package org.snapup.daemon.workflows.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.snapup.daemon.boot.BootArchive;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.storage.Storage;

/**
 * What workflows work with.
 *
 * @param instance the uuid of this snapupd and its state
 * @param cache the folder for what engines fetch
 * @param transfers the folder for streams that clients sent, by transfer
 * @param runDirectory the folder beneath which BEs are mounted for the user
 */
public record Machine(
        String instance,
        Storage storage,
        PackageEngine engine,
        BootArchive bootArchive,
        Path cache,
        Path transfers,
        Path runDirectory) {
    public Machine {
        requireNonNull(instance, "instance");
        requireNonNull(storage, "storage");
        requireNonNull(engine, "engine");
        requireNonNull(bootArchive, "bootArchive");
        requireNonNull(cache, "cache");
        requireNonNull(transfers, "transfers");
        requireNonNull(runDirectory, "runDirectory");
    }
}
