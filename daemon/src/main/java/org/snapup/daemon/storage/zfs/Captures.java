package org.snapup.daemon.storage.zfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.mounts.Holders;
import org.snapup.daemon.storage.mounts.Mount;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Looks closely at a BE before a job changes it. */
final class Captures {
    /** Folders that belong to the system of a BE wherever they are mounted from. */
    private static final Set<String> SYSTEM = Set.of("boot", "etc", "usr", "bin", "sbin", "lib");

    private final Pool pool;

    Captures(Pool pool) {
        this.pool = pool;
    }

    /** Gives the BE a uuid where it has none; otherwise changes nothing. */
    Captured capture(Be be) {
        String root = pool.dataset(be.name());
        List<String> names = pool.commands().tree(root);
        Map<String, Dataset> all = pool.commands().get(names, "all");
        Map<String, Dataset> guids = pool.commands().get(names, "guid");
        Dataset top = guids.get(root);
        if (top == null || !top.guid().equals(be.guid())) {
            throw gone(be.name());
        }
        MountTable mounts = pool.mounts();
        List<Captured.Dataset> datasets = new ArrayList<>();
        for (String name : names) {
            Dataset dataset = all.get(name);
            Dataset guid = guids.get(name);
            if (dataset != null && guid != null) {
                datasets.add(capture(dataset, guid.guid(), name.substring(root.length()), mounts));
            }
        }
        return new Captured(be.name(), identity(be, root), be.guid(), be.next(), datasets);
    }

    static SnapupException gone(String name) {
        return new SnapupException(
                ErrorCode.NO_SUCH_BE, name, "the BE " + name + " isn't there any more, or another has its name", null);
    }

    private Captured.Dataset capture(Dataset dataset, String guid, String path, MountTable mounts) {
        Map<String, String> properties = new LinkedHashMap<>();
        dataset.properties().forEach((name, property) -> {
            if (property.isOwn() && isUsers(name)) {
                properties.put(
                        name, name.equals("mountpoint") ? pool.altroot().strip(property.value()) : property.value());
            }
        });
        String effective = dataset.value("mountpoint");
        Property journal = dataset.property(Property.JOURNAL);
        if (journal.isLocal()) {
            MountJournal.Entry entry = MountJournal.parse(journal.value());
            properties.remove("mountpoint");
            if (entry.own()) {
                properties.put("mountpoint", entry.value());
            }
        }
        Optional<String> mountedAt = mounts.pathOf(dataset.name());
        // An inherited journal: mounted because of the parent's rewritten mountpoint.
        boolean temporary = mountedAt.isPresent()
                && (!journal.value().equals("-")
                        || !Looking.real(java.nio.file.Path.of(effective)).equals(mountedAt.get()));
        return new Captured.Dataset(
                path.isEmpty() ? "" : path.substring(1), guid, properties, mountedAt.orElse(null), temporary);
    }

    private static boolean isUsers(String property) {
        return property.equals(Property.DESCRIPTION)
                || (!property.startsWith(Property.OWN_PREFIX) && !property.equals(Property.UUID));
    }

    private String identity(Be be, String root) {
        if (!be.uuid().equals("guid-" + be.guid())) {
            return be.uuid();
        }
        String uuid = UUID.randomUUID().toString();
        CommandResult result = pool.commands().set(root, Property.UUID, uuid);
        Dataset dataset = pool.commands().get(List.of(root), Property.UUID).get(root);
        if (dataset != null && dataset.property(Property.UUID).isLocal()) {
            return dataset.value(Property.UUID);
        }
        if (ZfsCommands.failure("name the BE", root, result).code() == ErrorCode.NO_SPACE) {
            return be.uuid();
        }
        throw ZfsCommands.failure("give the BE " + be.name() + " a uuid", be.name(), result);
    }

    void requireUsable(Be be) {
        String root = pool.dataset(be.name());
        List<String> reasons = new ArrayList<>();
        for (Dataset dataset :
                pool.commands().get(pool.commands().tree(root), "all").values()) {
            String reason = unusable(dataset, dataset.name().equals(root));
            if (reason != null) {
                reasons.add(dataset.name() + " " + reason);
            }
        }
        if (be.mountpoint() != null) {
            otherPools(be.mountpoint().toString(), reasons);
        }
        if (!reasons.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.BE_UNSUPPORTED,
                    be.name(),
                    "the BE " + be.name() + " can't be worked on: " + String.join("; ", reasons),
                    null);
        }
    }

    private static @Nullable String unusable(Dataset dataset, boolean root) {
        if (dataset.value("keystatus").equals("unavailable")) {
            return "is encrypted and its key isn't loaded (zfs load-key " + dataset.name() + ")";
        }
        if (dataset.value("zoned").equals("on") || dataset.value("jailed").equals("on")) {
            return "belongs to a zone or jail";
        }
        // off for this mount only: the dataset itself is read-only, and zfs-fuse lets nobody write to such a mount
        // either
        Property readOnly = dataset.property("readonly");
        if (root && (readOnly.value().equals("on") || readOnly.source().equals("temporary"))) {
            return "is read-only (zfs set readonly=off " + dataset.name() + ")";
        }
        return null;
    }

    private void otherPools(String mountpoint, List<String> reasons) {
        String prefix = mountpoint.equals("/") ? "/" : mountpoint + "/";
        for (Mount mount : pool.mounts().mounts()) {
            if (mount.isZfs()
                    && mount.path().startsWith(prefix)
                    && SYSTEM.contains(mount.path().substring(prefix.length()))
                    && !mount.source().startsWith(pool.config().pool() + "/")) {
                reasons.add("its " + mount.path() + " lies on another pool (" + mount.source() + ")");
            }
        }
    }

    void requireMovable(Be be) {
        String root = pool.dataset(be.name());
        MountTable table = pool.mounts();
        List<Mount> mounts = table.ofTree(root);
        if (mounts.isEmpty()) {
            return;
        }
        List<String> holders = new ArrayList<>(Holders.of(mounts));
        SharedMounts shared = new SharedMounts(pool);
        for (Mount mount : table.mounts()) {
            boolean own = mounts.contains(mount)
                    || mounts.stream().anyMatch(each -> shared.isShared(mount, java.nio.file.Path.of(each.path())));
            if (!own && mounts.stream().anyMatch(each -> mount.isBeneath(each.path()))) {
                holders.add("something is mounted beneath it at " + mount.path());
            } else if (!own
                    && mounts.stream()
                            .anyMatch(each -> each.device().equals(mount.device())
                                    && !each.device().isEmpty())) {
                holders.add("a part of it is mounted at " + mount.path());
            }
        }
        if (!holders.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    be.name(),
                    "the BE " + be.name() + " is in use and couldn't be unmounted if something failed: "
                            + String.join(", ", holders) + "; end that and try again",
                    null);
        }
    }
}
