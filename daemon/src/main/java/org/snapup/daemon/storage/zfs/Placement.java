package org.snapup.daemon.storage.zfs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;

/**
 * Where each dataset of a BE belongs when its root is mounted at some folder.
 *
 * @param explicit the place doesn't follow from the parent's: a mount through properties has to set its mountpoint
 */
record Placement(String dataset, Path path, boolean explicit) {
    /** What must be known of each dataset. */
    static final String[] PROPERTIES = {
        "guid", "type", "mountpoint", "canmount", Property.TAG, Property.AT, Property.JOURNAL
    };

    /** Those of the tree that are mounted at all, in the order in which they have to be mounted. */
    static List<Placement> of(Collection<Dataset> tree, Altroot altroot, Path folder) {
        List<Placement> placements = new ArrayList<>();
        Map<String, Path> paths = new HashMap<>();
        String top = null;
        for (Dataset dataset : tree) {
            boolean root = top == null;
            top = root ? mountpoint(dataset, altroot) : top;
            Path path = root ? folder : place(dataset, altroot, top == null ? "none" : top, folder, paths);
            if (path == null) {
                continue;
            }
            paths.put(dataset.name(), path);
            if (!dataset.value("type").equals("volume")
                    && !dataset.value("canmount").equals("off")) {
                placements.add(new Placement(dataset.name(), path, root || isExplicit(dataset)));
            }
        }
        placements.sort(Comparator.comparing(Placement::path));
        return placements;
    }

    private static boolean isExplicit(Dataset dataset) {
        return dataset.property(Property.AT).isLocal()
                || dataset.property(Property.JOURNAL).isLocal()
                || dataset.property("mountpoint").isOwn();
    }

    private static @Nullable Path place(
            Dataset dataset, Altroot altroot, String top, Path folder, Map<String, Path> paths) {
        if (dataset.property(Property.AT).isLocal()) {
            return beneath(folder, dataset.value(Property.AT));
        }
        if (!isExplicit(dataset)) {
            int slash = dataset.name().lastIndexOf('/');
            Path parent = paths.get(dataset.name().substring(0, slash));
            return parent == null ? null : parent.resolve(dataset.name().substring(slash + 1));
        }
        String mountpoint = mountpoint(dataset, altroot);
        if (!mountpoint.startsWith("/")) {
            return null;
        }
        if (!top.startsWith("/") || top.equals("/")) {
            return beneath(folder, mountpoint);
        }
        return mountpoint.startsWith(top + "/") ? beneath(folder, mountpoint.substring(top.length())) : null;
    }

    private static Path beneath(Path folder, String path) {
        return path.equals("/") ? folder : folder.resolve(path.substring(1));
    }

    /** The mountpoint that the user gave it, whatever a mount has made of it. */
    private static String mountpoint(Dataset dataset, Altroot altroot) {
        Property journal = dataset.property(Property.JOURNAL);
        return altroot.strip(
                journal.isLocal() ? MountJournal.parse(journal.value()).value() : dataset.value("mountpoint"));
    }
}
