package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.directory.tree.CrashPoint;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Boot environments as plain directories under one root. Needs no privileges for a root of its own user; snapshots and
 * clones are copies. {@link Be#spaceBytes} counts the bytes that were copied, not shared, when the BE and its snapshots
 * were made; what was written since isn't looked for.
 */
public final class DirectoryStorage implements Storage {
    private final Disk disk;
    private final Attempt attempt;
    private final Activation activation;
    private final Looking looking;
    private final Adoption adoption;
    private final Mounts mounts;
    private final Snapshots snapshots;
    private final Clones clones;
    private final Replacement replacement;
    private final Reserve reserve;
    private final Places places;
    private final Leftovers leftovers;

    private DirectoryStorage(Disk disk, Activation activation, long reserveBytes) {
        this.disk = disk;
        this.activation = activation;
        attempt = new Attempt(disk.layout().root());
        looking = new Looking(disk, activation);
        adoption = new Adoption(disk, activation);
        mounts = new Mounts(disk);
        snapshots = new Snapshots(disk, adoption);
        clones = new Clones(disk, activation, mounts);
        replacement = new Replacement(disk, adoption, activation, snapshots, clones);
        reserve = new Reserve(disk, reserveBytes);
        places = new Places(disk);
        leftovers = new Leftovers(disk, places);
    }

    /**
     * Opens a root, and finishes removals that a crash cut off.
     *
     * @throws SnapupException {@code BAD_CONFIGURATION} when there is no such folder or no such live BE
     */
    public static DirectoryStorage open(DirectoryConfig config) {
        return open(config, CrashPoint.NONE);
    }

    static DirectoryStorage open(DirectoryConfig config, CrashPoint crash) {
        if (!Files.isDirectory(config.root())) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    config.root().toString(),
                    "the root for boot environments, " + config.root()
                            + ", isn't a directory: make it, or correct the configuration",
                    null);
        }
        return new Attempt(config.root()).look("open the boot environments", () -> {
            Disk disk = Disk.of(new Layout(config.root().toRealPath()), crash);
            disk.trash().sweep();
            DirectoryStorage storage =
                    new DirectoryStorage(disk, Activation.atStart(disk, config.live()), config.reserveBytes());
            storage.leftovers.report();
            return storage;
        });
    }

    @Override
    public String type() {
        return "directory";
    }

    @Override
    public List<Be> list() {
        return attempt.look("list the boot environments", looking::list);
    }

    @Override
    public String changeMark() {
        return attempt.look("look for changes", places::changeMark);
    }

    @Override
    public long freeBytes() {
        return attempt.look(
                "find out the free space",
                () -> Files.getFileStore(disk.layout().root()).getUsableSpace());
    }

    @Override
    public void requireUsable(Be be) {
        attempt.change("look at '" + be.name() + "'", () -> {
            BeFolder found = disk.require(be.guid(), be.name());
            Disk.requireUnderstood(found);
            if (found.form() == BeFolder.Form.PLAIN) {
                adoption.requireMovable(found);
            }
            if (!Files.isWritable(disk.layout().root())) {
                throw new SnapupException(
                        ErrorCode.BE_UNSUPPORTED,
                        be.name(),
                        "the boot environment '" + be.name() + "' can't be worked on: "
                                + disk.layout().root() + " isn't writable for the daemon's user",
                        null);
            }
        });
    }

    @Override
    public void requireMovable(Be be) {
        attempt.change("find out who uses '" + be.name() + "'", () -> {
            BeFolder found = disk.require(be.guid(), be.name());
            Mounts.requireNothingMountedIn(found);
            Holders.requireNone(found);
        });
    }

    @Override
    public Optional<String> activationObstacle() {
        return attempt.look("find out what boots", looking::activationObstacle);
    }

    /** Whoever starts a BE takes {@code next-once} away by renaming it to {@code live}: that is before it is started. */
    @Override
    public Optional<String> onceObstacle() {
        return activationObstacle();
    }

    @Override
    public void requireSupported(Map<String, String> properties, @Nullable String pool) {
        Wishes.require(properties, pool, disk.layout().root());
    }

    @Override
    public Inspection inspect() {
        return attempt.look("inspect the storage", () -> {
            Path root = disk.layout().root();
            FileStore store = Files.getFileStore(root);
            return new Inspection(
                    reserve.held(),
                    leftovers.foreign(),
                    List.of(),
                    List.of(
                            "root " + root,
                            "filesystem " + store.type() + " " + store.name(),
                            "bytes total " + store.getTotalSpace() + " usable " + store.getUsableSpace()));
        });
    }

    @Override
    public Captured capture(Be be) {
        return attempt.look("look at '" + be.name() + "'", () -> looking.capture(be));
    }

    @Override
    public Optional<Be> at(Path root) {
        return attempt.look("find the boot environment at " + root, () -> looking.at(root));
    }

    @Override
    public void snapshot(Captured source, String snapshot, @Nullable Tag tag) {
        attempt.change(
                "take the snapshot '" + snapshot + "' of '" + source.name() + "'",
                () -> snapshots.take(source, snapshot, tag));
    }

    @Override
    public void releaseSnapshot(String beName, String snapshot, Tag tag) {
        attempt.change(
                "remove the snapshot '" + snapshot + "' of '" + beName + "'",
                () -> snapshots.release(beName, snapshot, tag));
    }

    @Override
    public void cloneSnapshot(Captured source, String snapshot, String newName, String uuid, Tag tag) {
        attempt.change("copy '" + source.name() + "@" + snapshot + "' to '" + newName + "'", () -> {
            if (!clones.isMade(newName, tag)) {
                BeFolder be = disk.require(source.guid(), source.name());
                clones.make(
                        snapshots.tree(be, snapshot),
                        newName,
                        uuid,
                        tag,
                        source.datasets().get(0).properties().get(Captured.DESCRIPTION));
            }
        });
    }

    @Override
    public Path mountPrivately(String name, Tag tag) {
        return attempt.look("reach '" + name + "'", () -> own(name, tag).tree());
    }

    @Override
    public void unmountPrivate(String name, Tag tag) {
        // Nothing was mounted: until it is finished, the folder around the tree keeps everybody else out.
    }

    @Override
    public void finish(String name, Captured source, Tag tag) {
        attempt.change("finish '" + name + "'", () -> clones.open(own(name, tag)));
    }

    private BeFolder own(String name, Tag tag) throws IOException {
        BeFolder be = disk.requireName(name);
        if (!be.belongsTo(tag) || !be.isWhole()) {
            throw new SnapupException(
                    ErrorCode.NO_SUCH_BE, name, "there is no unfinished clone '" + name + "' of this job", null);
        }
        return be;
    }

    @Override
    public void untag(String name, Tag tag) {
        attempt.change("finish '" + name + "'", () -> {
            BeFolder be = disk.requireName(name);
            if (be.belongsTo(tag)) {
                clones.untag(own(name, tag));
            }
        });
    }

    @Override
    public void discard(String name, Tag tag) {
        attempt.change("remove the unfinished '" + name + "'", () -> replacement.discard(name, tag));
    }

    @Override
    public void activate(String name) {
        attempt.change("activate '" + name + "'", () -> {
            activation.activate(adoption.adopt(disk.requireName(name)));
        });
    }

    @Override
    public void activateOnce(String name) {
        attempt.change("activate '" + name + "' once", () -> {
            activation.activateOnce(adoption.adopt(disk.requireName(name)));
        });
    }

    @Override
    public void deactivateOnce() {
        attempt.change("take back what boots once", activation::deactivateOnce);
    }

    @Override
    public void unmountAll(Captured original) {
        attempt.change("unmount '" + original.name() + "'", () -> {
            Optional<BeFolder> be = disk.catalog().byGuid(original.guid());
            if (be.isPresent()) {
                Mounts.requireNothingMountedIn(be.get());
                Holders.requireNone(be.get());
                mounts.unmount(be.get());
            }
        });
    }

    @Override
    public void takeOver(String newName, Captured original) {
        attempt.change(
                "give the snapshots of '" + original.name() + "' to '" + newName + "'",
                () -> replacement.takeOver(newName, original));
    }

    @Override
    public void rename(String guid, String newName) {
        attempt.change("rename a boot environment to '" + newName + "'", () -> {
            clones.rename(adoption.adopt(disk.require(guid, newName)), newName);
        });
    }

    @Override
    public void remount(String name, Captured original) {
        String mountedAt = original.datasets().isEmpty()
                ? null
                : original.datasets().get(0).mountedAt();
        if (mountedAt != null) {
            attempt.change("mount '" + name + "' at " + mountedAt, () -> {
                mounts.mount(adoption.adopt(disk.requireName(name)), Path.of(mountedAt));
            });
        }
    }

    @Override
    public Optional<String> destroyReplaced(String name, Captured original, Tag tag) {
        return attempt.look("remove the replaced '" + name + "'", () -> replacement.destroyReplaced(original, tag));
    }

    @Override
    public Destruction planDestroy(Be be, @Nullable String snapshot, boolean origin) {
        return attempt.look(
                "plan the destruction of '" + be.name() + "'",
                () -> replacement.plan(disk.require(be.guid(), be.name()), snapshot));
    }

    @Override
    public void destroy(Destruction plan) {
        attempt.change("destroy '" + plan.be() + "'", () -> replacement.destroy(plan));
    }

    @Override
    public void mount(Be be, Path folder, SharedFiles shared) {
        Wishes.requireNone(shared, be.name());
        attempt.change("mount '" + be.name() + "' at " + folder, () -> {
            mounts.mount(adoption.adopt(disk.require(be.guid(), be.name())), folder);
        });
    }

    @Override
    public void unmount(Be be, boolean force) {
        attempt.change("unmount '" + be.name() + "'", () -> mounts.unmount(disk.require(be.guid(), be.name())));
    }

    @Override
    public void rollback(Be be, String snapshot) {
        attempt.change(
                "put '" + be.name() + "' back to '" + snapshot + "'",
                () -> replacement.rollback(disk.require(be.guid(), be.name()), snapshot));
    }

    @Override
    public void send(Be be, String snapshot, OutputStream to) {
        throw Wishes.noStreams(be.name());
    }

    @Override
    public void receive(String name, String uuid, Path stream, Tag tag) {
        throw Wishes.noStreams(name);
    }

    @Override
    public void releaseReserve() {
        attempt.change("release the reserve", reserve::release);
    }

    @Override
    public void takeReserve() {
        attempt.change("take the reserve", () -> {
            leftovers.clear();
            reserve.take();
        });
    }

    @Override
    public Path stateDirectory(Path wanted) {
        return attempt.look("find a place for the state", () -> places.state(wanted));
    }

    @Override
    public boolean isInsideBe(Path folder) {
        return attempt.look("find out where " + folder + " lies", () -> places.isInsideBe(folder));
    }

    @Override
    public Optional<String> boundInstance() {
        return attempt.look("read the instance", places::instance);
    }

    @Override
    public void bindInstance(String instance) {
        attempt.change("bind the root to instance " + instance, () -> places.bind(instance));
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
