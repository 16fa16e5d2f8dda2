package org.snapup.daemon.storage.libbe;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.ZfsConfig;
import org.snapup.daemon.storage.zfs.ZfsStorage;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.libbe.BeError;
import org.snapup.ffi.libbe.BeNode;
import org.snapup.ffi.libbe.Libbe;
import org.snapup.ffi.libbe.LibbeException;
import org.snapup.ffi.nvpair.LibNvpair;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Boot environments of illumos: the {@code zfs} backend, and libbe for what it knows better. */
public final class LibbeStorage extends OverZfs {
    /** Where libbe mounts a BE for a moment, as when it reads its boot loader. */
    private static final String MOMENTARY = "/tmp/.be.";

    private final String root;
    private final Libbe libbe;
    private final Zones zones;
    private final BootMenu menu;
    private final Booting booting;
    private final Renaming renaming;

    private LibbeStorage(ZfsConfig config, Storage zfs, Libbe libbe) {
        super(zfs);
        this.root = config.root();
        this.libbe = libbe;
        String pool = root.substring(0, root.indexOf('/'));
        ZfsCommands commands = new ZfsCommands(pool, config.runner());
        this.zones = new Zones(commands, pool);
        this.menu = new BootMenu(
                () -> MountTable.read(
                                () -> commands.run("/sbin/mount", List.of("-p")).out())
                        .pathOf(pool)
                        .map(folder -> Path.of(folder, "boot", "menu.lst")),
                root);
        this.booting = new Booting(libbe, zfs);
        this.renaming = new Renaming(libbe, zfs, menu);
    }

    /**
     * Opens the storage, after a look whether the library is the one that snapup knows and means the same BEs.
     *
     * @throws SnapupException {@code BAD_CONFIGURATION} for a library that differs, or another root than libbe's; else as
     *     {@link ZfsStorage#open}
     */
    public static Storage open(LibbeConfig config) {
        Libbe libbe;
        try {
            libbe = Libbe.load(config.libbe(), LibNvpair.load(config.libnvpair()));
        } catch (LibraryMismatchException e) {
            throw differs(e);
        }
        LibbeStorage storage = new LibbeStorage(config.zfs(), ZfsStorage.open(config.zfs()), libbe);
        List<BeNode> nodes;
        try {
            nodes = libbe.list(true);
        } catch (LibraryMismatchException e) {
            throw differs(e);
        } catch (LibbeException e) {
            throw Causes.failure("list the BEs", config.zfs().root(), e);
        }
        storage.requireTheSame(nodes);
        storage.heal(nodes);
        return storage;
    }

    private static SnapupException differs(LibraryMismatchException e) {
        return new SnapupException(
                ErrorCode.BAD_CONFIGURATION,
                "storage.type",
                "the storage is set to libbe, but " + e.getMessage() + "; set storage.type to zfs",
                e);
    }

    /** The library's list against what ZFS itself says: the last proof that its structures are read rightly. */
    private void requireTheSame(List<BeNode> nodes) {
        Map<String, BeNode> byRoot = byRoot(nodes);
        for (Be be : zfs.list()) {
            BeNode node = byRoot.get(root + "/" + be.name());
            String uuid = node == null ? null : node.uuid();
            boolean same = node != null
                    && node.name().equals(be.name())
                    && node.created() == be.created().getEpochSecond()
                    && (uuid == null || be.uuid().startsWith("guid-") || uuid.equals(be.uuid()));
            if (!same) {
                throw new SnapupException(
                        ErrorCode.BAD_CONFIGURATION,
                        "storage.root",
                        "libbe doesn't list the BE " + root + "/" + be.name() + " as ZFS has it (libbe: " + node
                                + "); libbe takes the BEs beneath POOL/ROOT: set storage.root to that, or storage.type"
                                + " to zfs",
                        null);
            }
        }
    }

    /** A daemon that died while libbe looked into a BE left it mounted, with another mountpoint. */
    private void heal(List<BeNode> nodes) {
        for (BeNode node : nodes) {
            String mountpoint = node.mountpoint();
            if (mountpoint != null
                    && mountpoint.startsWith(MOMENTARY)
                    && node.rootDataset().startsWith(root + "/")) {
                try {
                    libbe.unmount(node.name(), false);
                } catch (LibbeException e) {
                    if (e.number() != BeError.NOTMOUNTED.number()) {
                        throw Causes.failure("unmount the BE " + node.name() + " at " + mountpoint, node.name(), e);
                    }
                }
            }
        }
    }

    private static Map<String, BeNode> byRoot(List<BeNode> nodes) {
        Map<String, BeNode> byRoot = new HashMap<>();
        nodes.forEach(node -> byRoot.put(node.rootDataset(), node));
        return byRoot;
    }

    @Override
    public String type() {
        return "libbe";
    }

    /** What boots next is libbe's word; while it is busy with a change, the pool's. */
    @Override
    public List<Be> list() {
        List<Be> bes = zfs.list();
        Map<String, BeNode> nodes;
        try {
            nodes = byRoot(libbe.listUnlessBusy().orElse(List.of()));
        } catch (LibbeException e) {
            throw Causes.failure("list the BEs", root, e);
        } catch (LibraryMismatchException e) {
            throw new SnapupException(ErrorCode.STORAGE_FAILED, root, "can't list the BEs: " + e.getMessage(), e);
        }
        return bes.stream()
                .map(be -> Optional.ofNullable(nodes.get(root + "/" + be.name()))
                        .map(node -> seen(be, node))
                        .orElse(be))
                .toList();
    }

    private static Be seen(Be be, BeNode node) {
        return new Be(
                be.name(),
                be.uuid(),
                be.guid(),
                be.live(),
                node.activeOnBoot(),
                be.mountpoint(),
                be.spaceBytes(),
                be.created(),
                be.tag(),
                be.snapshots(),
                node.activeNext(),
                be.description(),
                be.datasets());
    }

    @Override
    public void requireUsable(Be be) {
        zfs.requireUsable(be);
        zones.requireNone(be, "work on", "beadm and pkg(1)");
    }

    @Override
    public Optional<String> activationObstacle() {
        return booting.obstacle();
    }

    @Override
    public void finish(String name, Captured source, Tag tag) {
        zfs.finish(name, source, tag);
        menu.add(name);
    }

    @Override
    public void untag(String name, Tag tag) {
        zfs.untag(name, tag);
        menu.add(name);
    }

    @Override
    public void discard(String name, Tag tag) {
        zfs.discard(name, tag);
        menu.remove(name);
    }

    @Override
    public void activate(String name) {
        booting.activate(name);
    }

    @Override
    public Optional<String> onceObstacle() {
        return booting.onceObstacle();
    }

    @Override
    public void activateOnce(String name) {
        booting.activateOnce(name);
    }

    @Override
    public void deactivateOnce() {
        booting.deactivateOnce();
    }

    @Override
    public void rename(String guid, String newName) {
        renaming.rename(guid, newName);
    }

    @Override
    public Optional<String> destroyReplaced(String name, Captured original, Tag tag) {
        Optional<String> kept = zfs.destroyReplaced(name, original, tag);
        if (kept.isEmpty()) {
            menu.remove(name);
        }
        return kept;
    }

    @Override
    public Destruction planDestroy(Be be, @Nullable String snapshot, boolean origin) {
        if (snapshot == null) {
            if (be.once()) {
                throw new SnapupException(
                        ErrorCode.BE_ACTIVE,
                        be.name(),
                        "can't destroy the BE " + be.name() + ": the machine boots it once; take that back first",
                        null);
            }
            zones.requireNone(be, "destroy", "beadm destroy " + be.name());
        }
        return zfs.planDestroy(be, snapshot, origin);
    }

    @Override
    public void destroy(Destruction plan) {
        zfs.destroy(plan);
        if (plan.snapshot() == null
                && zfs.list().stream().noneMatch(be -> be.name().equals(plan.be()))) {
            menu.remove(plan.be());
        }
    }
}
