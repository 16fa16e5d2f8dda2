package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.io.OutputStream;
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
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Boot environments on ZFS: the children of one dataset, activated by the pool's bootfs. */
public final class ZfsStorage implements Storage {
    private final Looking looking;
    private final Captures captures;
    private final Snapshots snapshots;
    private final Clones clones;
    private final PrivateMounts privateMounts;
    private final Replacement replacement;
    private final UserMounts userMounts;
    private final Destructions destructions;
    private final OwnPlace ownPlace;
    private final BootLoader bootLoader;
    private final BootOnce bootOnce;
    private final Streams streams;
    private final Wishes wishes;
    private final Mounter mounter;
    private final Pool pool;

    private ZfsStorage(Pool pool, Path zfsbootcfg) {
        this.pool = pool;
        this.mounter = new Mounter(pool);
        this.bootOnce = new BootOnce(pool, zfsbootcfg);
        this.looking = new Looking(pool, bootOnce);
        this.captures = new Captures(pool);
        Made made = new Made();
        this.snapshots = new Snapshots(pool, made);
        this.clones = new Clones(pool, mounter, made);
        this.privateMounts = new PrivateMounts(pool, mounter, made);
        this.replacement = new Replacement(pool, mounter);
        this.userMounts = new UserMounts(pool, mounter);
        this.destructions = new Destructions(pool, mounter, bootOnce);
        this.ownPlace = new OwnPlace(pool, looking, mounter);
        this.bootLoader = new BootLoader(pool);
        this.streams = new Streams(pool, clones);
        this.wishes = new Wishes(pool);
    }

    /**
     * Opens the storage and heals user mounts that a reboot ended.
     *
     * @throws SnapupException {@code STORAGE_FAILED} when the pool or the root dataset isn't there, {@code
     *     BAD_CONFIGURATION} without the programs zfs and zpool
     */
    public static Storage open(ZfsConfig config) {
        return open(config, BootOnce.PROGRAM);
    }

    /** @param zfsbootcfg FreeBSD's program, which needn't be there */
    static Storage open(ZfsConfig config, Path zfsbootcfg) {
        ZfsStorage storage = new ZfsStorage(Pool.open(config), zfsbootcfg);
        storage.userMounts.heal();
        return storage;
    }

    @Override
    public String type() {
        return "zfs";
    }

    @Override
    public List<Be> list() {
        return looking.list();
    }

    @Override
    public String changeMark() {
        return looking.changeMark();
    }

    @Override
    public long freeBytes() {
        return looking.freeBytes();
    }

    @Override
    public void requireUsable(Be be) {
        captures.requireUsable(be);
    }

    @Override
    public void requireMovable(Be be) {
        captures.requireMovable(be);
    }

    @Override
    public Optional<String> activationObstacle() {
        return bootLoader.obstacle();
    }

    @Override
    public Optional<String> onceObstacle() {
        return bootLoader.obstacle().or(bootOnce::obstacle);
    }

    @Override
    public void requireSupported(Map<String, String> properties, @Nullable String wantedPool) {
        wishes.require(properties, wantedPool);
    }

    @Override
    public Inspection inspect() {
        return new Health(pool).inspect(ownPlace.reserveHeld());
    }

    @Override
    public Captured capture(Be be) {
        return captures.capture(be);
    }

    @Override
    public Optional<Be> at(Path root) {
        return looking.at(root);
    }

    @Override
    public void snapshot(Captured source, String snapshot, @Nullable Tag tag) {
        snapshots.snapshot(source, snapshot, tag);
    }

    @Override
    public void releaseSnapshot(String beName, String snapshot, Tag tag) {
        snapshots.releaseSnapshot(beName, snapshot, tag);
    }

    @Override
    public void cloneSnapshot(Captured source, String snapshot, String newName, String uuid, Tag tag) {
        clones.cloneSnapshot(source, snapshot, newName, uuid, tag);
    }

    @Override
    public Path mountPrivately(String name, Tag tag) {
        return privateMounts.mount(name, tag);
    }

    @Override
    public void unmountPrivate(String name, Tag tag) {
        privateMounts.unmount(name);
    }

    @Override
    public void finish(String name, Captured source, Tag tag) {
        privateMounts.finish(name, source, tag);
    }

    @Override
    public void untag(String name, Tag tag) {
        clones.untag(name, tag);
    }

    @Override
    public void discard(String name, Tag tag) {
        clones.discard(name, tag);
        privateMounts.removeFolder(name);
    }

    @Override
    public void activate(String name) {
        bootLoader.activate(name);
        bootOnce.clear();
    }

    @Override
    public void activateOnce(String name) {
        bootOnce.set(name);
    }

    @Override
    public void deactivateOnce() {
        bootOnce.clear();
    }

    @Override
    public void unmountAll(Captured original) {
        pool.byGuid(original.guid()).ifPresent(root -> mounter.unmountTree(root.name()));
    }

    @Override
    public void takeOver(String replacementName, Captured original) {
        replacement.takeOver(replacementName, original);
    }

    @Override
    public void rename(String guid, String newName) {
        replacement.rename(guid, newName);
    }

    @Override
    public void remount(String name, Captured original) {
        userMounts.remount(name, original);
    }

    @Override
    public Optional<String> destroyReplaced(String name, Captured original, Tag tag) {
        return replacement.destroyReplaced(name, original, tag);
    }

    @Override
    public Destruction planDestroy(Be be, @Nullable String snapshot, boolean origin) {
        return destructions.plan(be, snapshot, origin);
    }

    @Override
    public void destroy(Destruction plan) {
        destructions.destroy(plan);
    }

    @Override
    public void mount(Be be, Path folder, SharedFiles shared) {
        userMounts.mount(be, folder, shared);
    }

    @Override
    public void unmount(Be be, boolean force) {
        userMounts.unmount(be, force);
    }

    @Override
    public void rollback(Be be, String snapshot) {
        if (be.live()) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "can't put the BE " + be.name() + " back to " + snapshot + ": the machine runs it",
                    null);
        }
        Captured before = captures.capture(be);
        mounter.unmountTree(pool.dataset(be.name()));
        try {
            destructions.rollBack(be, snapshot);
        } finally {
            userMounts.remount(be.name(), before);
        }
    }

    @Override
    public void send(Be be, String snapshot, OutputStream to) throws IOException {
        streams.send(be, snapshot, to);
    }

    @Override
    public void receive(String name, String uuid, Path stream, Tag tag) {
        streams.receive(name, uuid, stream, tag);
    }

    @Override
    public void releaseReserve() {
        ownPlace.releaseReserve();
    }

    @Override
    public void takeReserve() {
        ownPlace.takeReserve();
    }

    @Override
    public Path stateDirectory(Path wanted) {
        return ownPlace.stateDirectory(wanted);
    }

    @Override
    public boolean isInsideBe(Path folder) {
        return looking.isInsideBe(folder);
    }

    @Override
    public Optional<String> boundInstance() {
        return ownPlace.boundInstance();
    }

    @Override
    public void bindInstance(String instance) {
        ownPlace.bindInstance(instance);
    }

    @Override
    public void close() {
        // Holds nothing: every command is a process of its own.
    }
}
