package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeDataset;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.mounts.Mount;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Sees the BEs; changes nothing. Any thread. */
final class Looking {
    private static final String[] LISTED = {
        "type", "guid", "creation", "used", "defer_destroy", Property.TAG, Property.UUID
    };

    /** Characters: some 100,000 changes, read in a quarter of a second. */
    private static final int LONG_HISTORY = 8 << 20;

    /** What is asked of datasets only: of thousands of snapshots it would take long, and they don't have it. */
    private static final String[] OF_DATASETS = {
        "usedbydataset", "usedbysnapshots", "usedbyrefreservation", "origin", Property.DESCRIPTION
    };

    private final Pool pool;
    private final BootOnce bootOnce;
    private volatile boolean historyIsShort = true;

    Looking(Pool pool, BootOnce bootOnce) {
        this.pool = pool;
        this.bootOnce = bootOnce;
    }

    List<Be> list() {
        return bes(pool.config().root());
    }

    private List<Be> bes(String beneath) {
        Map<String, Dataset> seen = pool.commands().getAllBeneath(beneath, LISTED);
        MountTable mounts = pool.mounts();
        String bootfs = pool.commands().bootfs();
        Optional<String> once = bootOnce.dataset();
        Map<String, List<Dataset>> snapshots = new HashMap<>();
        Map<String, Dataset> roots = new LinkedHashMap<>();
        Map<String, List<Dataset>> trees = new HashMap<>();
        for (Dataset dataset : seen.values()) {
            String name = pool.beOf(dataset.name()).orElse("");
            if (dataset.name().equals(pool.dataset(name))
                    && dataset.value("type").equals("filesystem")) {
                roots.put(name, dataset);
            }
            if (dataset.value("type").equals("snapshot")) {
                snapshots.computeIfAbsent(name, each -> new ArrayList<>()).add(dataset);
            } else if (!name.isEmpty()) {
                trees.computeIfAbsent(name, each -> new ArrayList<>()).add(dataset);
            }
        }
        Map<String, Dataset> further = further(trees, seen);
        List<Be> bes = new ArrayList<>();
        roots.forEach((name, root) -> {
            Optional<String> mountpoint = mounts.pathOf(root.name());
            bes.add(new Be(
                    name,
                    uuid(root),
                    root.guid(),
                    isLive(name, mounts),
                    root.name().equals(bootfs),
                    mountpoint.map(Path::of).orElse(null),
                    root.number("used"),
                    Instant.ofEpochSecond(root.number("creation")),
                    root.tag().orElse(null),
                    snapshots(root.name(), snapshots.getOrDefault(name, List.of())),
                    once.filter(root.name()::equals).isPresent(),
                    description(further.get(root.name())),
                    datasets(
                            trees.getOrDefault(name, List.of()),
                            snapshots.getOrDefault(name, List.of()),
                            further,
                            mounts)));
        });
        bes.sort(Comparator.comparing(Be::created).thenComparing(Be::name));
        return List.copyOf(bes);
    }

    /** The snapshots of the root dataset; space over all datasets. */
    private static List<BeSnapshot> snapshots(String root, Collection<Dataset> ofTree) {
        Map<String, Long> space = new HashMap<>();
        for (Dataset snapshot : ofTree) {
            space.merge(shortName(snapshot.name()), snapshot.number("used"), Long::sum);
        }
        return ofTree.stream()
                .filter(snapshot -> snapshot.name().startsWith(root + "@"))
                .map(snapshot -> show(snapshot, space.getOrDefault(shortName(snapshot.name()), 0L)))
                .sorted(Comparator.comparing(BeSnapshot::created))
                .toList();
    }

    /** What else there is to know of the datasets, and their origins where those lie elsewhere. */
    private Map<String, Dataset> further(Map<String, List<Dataset>> trees, Map<String, Dataset> seen) {
        List<String> names =
                trees.values().stream().flatMap(List::stream).map(Dataset::name).toList();
        Map<String, Dataset> further = pool.commands().get(names, OF_DATASETS);
        List<String> elsewhere = further.values().stream()
                .map(dataset -> dataset.value("origin"))
                .filter(origin -> origin.contains("@") && !seen.containsKey(origin))
                .toList();
        further.putAll(pool.commands().get(elsewhere, "used", "creation"));
        further.values().stream()
                .map(dataset -> seen.get(dataset.value("origin")))
                .filter(Objects::nonNull)
                .toList()
                .forEach(origin -> further.put(origin.name(), origin));
        return further;
    }

    private static @Nullable String description(@Nullable Dataset root) {
        return root != null && root.property(Property.DESCRIPTION).isOwn() ? root.value(Property.DESCRIPTION) : null;
    }

    private static List<BeDataset> datasets(
            List<Dataset> tree, List<Dataset> snapshots, Map<String, Dataset> further, MountTable mounts) {
        Map<String, List<BeSnapshot>> own = new HashMap<>();
        for (Dataset snapshot : snapshots) {
            own.computeIfAbsent(snapshot.name().substring(0, snapshot.name().indexOf('@')), each -> new ArrayList<>())
                    .add(show(snapshot, snapshot.number("used")));
        }
        List<BeDataset> datasets = new ArrayList<>();
        for (Dataset dataset : tree) {
            Dataset more = further.getOrDefault(dataset.name(), dataset);
            Dataset origin = further.get(more.value("origin"));
            datasets.add(new BeDataset(
                    dataset.name(),
                    mounts.pathOf(dataset.name()).orElse(null),
                    dataset.number("used"),
                    more.number("usedbydataset"),
                    more.number("usedbysnapshots"),
                    more.number("usedbyrefreservation"),
                    Instant.ofEpochSecond(dataset.number("creation")),
                    origin == null
                            ? null
                            : new BeDataset.Origin(
                                    origin.name(),
                                    origin.number("used"),
                                    Instant.ofEpochSecond(origin.number("creation"))),
                    own.getOrDefault(dataset.name(), List.of())));
        }
        return datasets;
    }

    private static BeSnapshot show(Dataset snapshot, long space) {
        return new BeSnapshot(
                shortName(snapshot.name()),
                snapshot.guid(),
                space,
                Instant.ofEpochSecond(snapshot.number("creation")),
                snapshot.tag().orElse(null),
                snapshot.value("defer_destroy").equals("on"));
    }

    static String shortName(String snapshot) {
        return snapshot.substring(snapshot.indexOf('@') + 1);
    }

    static String uuid(Dataset root) {
        Property uuid = root.property(Property.UUID);
        return uuid.isOwn() ? uuid.value() : "guid-" + root.guid();
    }

    boolean isLive(String name, MountTable mounts) {
        String live = pool.config().live();
        if (!live.equals(ZfsConfig.AUTO)) {
            return live.equals(name);
        }
        return mounts.at("/").filter(mount -> mount.isOf(pool.dataset(name))).isPresent();
    }

    Optional<Be> at(Path root) {
        MountTable mounts = pool.mounts();
        return mounts.at(real(root))
                .filter(Mount::isZfs)
                .flatMap(mount -> pool.beOf(mount.source())
                        .filter(name -> mount.isOf(pool.dataset(name)))
                        .flatMap(name -> bes(pool.dataset(name)).stream().findFirst()));
    }

    boolean isInsideBe(Path folder) {
        return pool.mounts()
                .holding(real(folder))
                .filter(Mount::isZfs)
                .flatMap(mount -> pool.beOf(mount.source()))
                .isPresent();
    }

    /** The path without symbolic links, as far as it exists. */
    static String real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path existing = absolute; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath()
                        .resolve(existing.relativize(absolute))
                        .normalize()
                        .toString();
            } catch (IOException e) {
                // This part doesn't exist yet, or no more.
            }
        }
        return absolute.toString();
    }

    /**
     * The pool's own log says whether anything was changed, the mount table whether anything was mounted. The log grows
     * with the pool's age: where reading it would cost more than a listing, a listing does.
     */
    String changeMark() {
        String pools = pool.config().pool();
        CommandResult seen = historyIsShort
                ? pool.commands().zpool("history", "-i", pools)
                : pool.commands()
                        .zfs(
                                "list",
                                "-H",
                                "-r",
                                "-t",
                                "all",
                                "-o",
                                "name,used,origin",
                                pool.config().root());
        ZfsCommands.require(seen, "see what changed in " + pools, pools);
        historyIsShort = historyIsShort && seen.out().length() < LONG_HISTORY;
        List<Mount> mounts = pool.mounts().ofTree(pool.config().root());
        return seen.out().length() + ":" + seen.out().hashCode() + ":" + mounts.hashCode() + ":"
                + pool.commands().bootfs() + bootOnce.dataset();
    }

    long freeBytes() {
        Map<String, Dataset> root = pool.commands().get(List.of(pool.config().root()), "available");
        Dataset dataset = root.get(pool.config().root());
        if (dataset == null) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    "can't see the free space: there is no dataset "
                            + pool.config().root());
        }
        return dataset.number("available");
    }
}
