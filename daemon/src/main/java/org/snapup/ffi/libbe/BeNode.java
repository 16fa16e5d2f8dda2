package org.snapup.ffi.libbe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A BE as libbe lists it: a copy of one {@code be_node_list_t} and what hangs on it. Sizes are bytes, times are seconds
 * since 1970.
 *
 * @param active the machine runs it
 * @param activeOnBoot the machine boots it next, says the pool or the boot menu
 * @param activeNext the machine boots it next, and only once
 * @param globalActive in a zone: it belongs to the running BE of the global zone
 * @param mountpoint where it is mounted, else its property
 * @param uuid null for a BE without one
 * @param datasets those beneath its root, named beginning with the BE's name
 * @param snapshots over all datasets, as {@code NAME@SNAPSHOT}; empty where none were asked for
 */
public record BeNode(
        String name,
        String pool,
        String rootDataset,
        boolean mounted,
        boolean active,
        boolean activeOnBoot,
        boolean activeNext,
        boolean globalActive,
        long spaceBytes,
        @Nullable String mountpoint,
        @Nullable String policy,
        @Nullable String uuid,
        long created,
        List<Dataset> datasets,
        List<Snapshot> snapshots) {
    public BeNode {
        datasets = List.copyOf(datasets);
        snapshots = List.copyOf(snapshots);
    }

    /** A copy of one {@code be_dataset_list_t}. */
    public record Dataset(
            String name,
            boolean mounted,
            long spaceBytes,
            long created,
            @Nullable String mountpoint,
            @Nullable String policy) {}

    /** A copy of one {@code be_snapshot_list_t}. */
    public record Snapshot(
            String name,
            long spaceBytes,
            long created,
            @Nullable String policy) {}
}
