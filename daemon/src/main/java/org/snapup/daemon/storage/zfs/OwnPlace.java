package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What snapupd has in the pool for itself: the reserve, the dataset for its state, the instance on the BEs' root. */
final class OwnPlace {
    private final Pool pool;
    private final Looking looking;
    private final Mounter mounter;

    OwnPlace(Pool pool, Looking looking, Mounter mounter) {
        this.pool = pool;
        this.looking = looking;
        this.mounter = mounter;
    }

    private String reserve() {
        return pool.config().pool() + "/snapup-reserve";
    }

    private @Nullable Dataset reserveNow() {
        return pool.commands().get(List.of(reserve()), "refreservation").get(reserve());
    }

    /** How much is kept now, in bytes. */
    long reserveHeld() {
        Dataset reserve = reserveNow();
        return reserve == null ? 0 : reserve.number("refreservation");
    }

    void releaseReserve() {
        Dataset reserve = reserveNow();
        if (reserve == null || reserve.number("refreservation") == 0) {
            return;
        }
        CommandResult result = pool.commands().set(reserve(), "refreservation", "none");
        Dataset after = reserveNow();
        if (after != null && after.number("refreservation") != 0) {
            // A pool too full for a property isn't too full for a destroy.
            result = pool.commands().zfsUntilIdle("destroy", reserve());
            if (reserveNow() != null) {
                throw ZfsCommands.failure("release the reserve " + reserve(), reserve(), result);
            }
        }
    }

    void takeReserve() {
        long bytes = pool.config().reserveBytes();
        Dataset reserve = reserveNow();
        if (bytes == 0 || (reserve != null && reserve.number("refreservation") == bytes)) {
            return;
        }
        CommandResult result = reserve == null
                ? pool.commands()
                        .zfs(
                                "create",
                                "-o",
                                "canmount=off",
                                "-o",
                                "mountpoint=none",
                                "-o",
                                "refreservation=" + bytes,
                                reserve())
                : pool.commands().set(reserve(), "refreservation", Long.toString(bytes));
        Dataset after = reserveNow();
        boolean taken = after != null && after.number("refreservation") == bytes;
        if (!taken && !isForSpace(result)) {
            throw ZfsCommands.failure("keep a reserve of " + bytes + " bytes in " + reserve(), reserve(), result);
        }
    }

    private boolean isForSpace(CommandResult result) {
        String err = result.err();
        return err.contains("space") || err.contains("size is greater than available");
    }

    Path stateDirectory(Path wanted) {
        String dataset = pool.config().pool() + "/snapup";
        Optional<String> mounted = pool.mounts().pathOf(dataset);
        if (mounted.isPresent()) {
            return Path.of(mounted.get());
        }
        if (!looking.isInsideBe(wanted)) {
            return make(wanted);
        }
        Path real = Path.of(Looking.real(make(wanted)));
        String mountpoint = pool.altroot().toProperty(real);
        Dataset there = pool.commands().get(List.of(dataset), "mountpoint").get(dataset);
        if (there == null) {
            CommandResult result = pool.commands().zfs("create", "-o", "mountpoint=" + mountpoint, dataset);
            if (pool.commands().tree(dataset).isEmpty()) {
                throw ZfsCommands.failure("make the dataset " + dataset + " for the state", dataset, result);
            }
        } else if (!pool.altroot().strip(there.value("mountpoint")).equals(mountpoint)) {
            throw new SnapupException(
                    ErrorCode.STATE_REFUSED,
                    dataset,
                    "the dataset " + dataset + " is snapup's place for its state, but belongs at "
                            + there.value("mountpoint") + " and not at " + wanted
                            + ": set its mountpoint, or set state in"
                            + " the configuration",
                    null);
        }
        mounter.mountInPlace(dataset, real.toString());
        return real;
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED, "can't make the folder " + folder + " for the state: " + e, e);
        }
    }

    Optional<String> boundInstance() {
        String root = pool.config().root();
        Dataset dataset = pool.commands().get(List.of(root), Property.INSTANCE).get(root);
        return Optional.ofNullable(dataset)
                .map(each -> each.property(Property.INSTANCE))
                .filter(Property::isLocal)
                .map(Property::value);
    }

    void bindInstance(String instance) {
        if (boundInstance().filter(instance::equals).isPresent()) {
            return;
        }
        CommandResult result = pool.commands().set(pool.config().root(), Property.INSTANCE, instance);
        if (boundInstance().filter(instance::equals).isEmpty()) {
            throw ZfsCommands.failure(
                    "note the instance on " + pool.config().root(),
                    pool.config().root(),
                    result);
        }
    }
}
