package org.snapup.ffi.libbe;

/**
 * The layouts of {@code be_node_list_t} on LP64 that there are. A {@code boolean_t} has 4 bytes; numbers, times and
 * pointers have 8.
 *
 * <pre>
 * {@code libbe.h} of illumos                 since activation for one boot
 *   0 be_mounted                             0 be_mounted
 *   4 be_active_on_boot                      4 be_active_on_boot
 *   8 be_active                              8 be_active
 *  12 be_global_active                      12 be_active_next    or be_global_active
 *                                           16 be_global_active  or be_active_next
 *                                           20 nothing
 *  16 be_space_used       number            24
 *  24 be_node_name        char *            32
 *  32 be_rpool            char *            40
 *  40 be_root_ds          char *            48
 *  48 be_mntpt            char *            56
 *  56 be_policy_type      char *            64
 *  64 be_uuid_str         char *            72
 *  72 be_node_creation    time              80
 *  80 be_node_datasets    be_dataset_list * 88
 *  88 be_node_num_datasets  4 bytes         96
 *  96 be_node_snapshots   be_snapshot_list * 104
 * 104 be_node_num_snapshots 4 bytes         112
 * 112 be_next_node        be_node_list *    120
 * </pre>
 *
 * <p>No version number tells them apart; the lists do. libbe clears a node before it fills it, so the number of datasets,
 * at least 1, fills 8 bytes: it stands at 88 or at 96, where the other layout has a pointer or nothing. In the global zone
 * {@code be_global_active} is true in each BE, and at most one is active for one boot. Anything else, such as Oracle Solaris
 * with its {@code be_active_unbootable} at 12, or a zone, is nothing that this describes, and is refused.
 */
enum NodeLayout {
    FOUR(0, -1, 12),
    FIVE_NEXT_FIRST(Long.BYTES, 12, 16),
    FIVE_GLOBAL_FIRST(Long.BYTES, 16, 12);

    static final int MOUNTED = 0;
    static final int ACTIVE_ON_BOOT = 4;
    static final int ACTIVE = 8;
    static final int FOURTH = 12;
    static final int FIFTH = 16;

    private final int shift;
    private final int activeNext;
    private final int globalActive;

    NodeLayout(int shift, int activeNext, int globalActive) {
        this.shift = shift;
        this.activeNext = activeNext;
        this.globalActive = globalActive;
    }

    /** The field's place, -1 where this layout has none. */
    int activeNext() {
        return activeNext;
    }

    int globalActive() {
        return globalActive;
    }

    int space() {
        return 16 + shift;
    }

    int beName() {
        return 24 + shift;
    }

    int pool() {
        return 32 + shift;
    }

    int rootDataset() {
        return 40 + shift;
    }

    int mountpoint() {
        return 48 + shift;
    }

    int policy() {
        return 56 + shift;
    }

    int uuid() {
        return 64 + shift;
    }

    int creation() {
        return 72 + shift;
    }

    int datasets() {
        return 80 + shift;
    }

    int datasetCount() {
        return 88 + shift;
    }

    int snapshots() {
        return 96 + shift;
    }

    int snapshotCount() {
        return 104 + shift;
    }

    int nextNode() {
        return 112 + shift;
    }

    /**
     * {@code be_dataset_list_t}: be_ds_space_used, be_ds_mounted (4 bytes), be_dataset_name, be_ds_creation, be_ds_mntpt,
     * be_ds_plcy_type, be_next_dataset.
     */
    static final class OfDataset {
        static final int SPACE = 0;
        static final int MOUNTED = 8;
        static final int NAME = 16;
        static final int CREATION = 24;
        static final int MOUNTPOINT = 32;
        static final int POLICY = 40;
        static final int NEXT = 48;

        private OfDataset() {}
    }

    /**
     * {@code be_snapshot_list_t}: be_snapshot_space_used, be_snapshot_name, be_snapshot_creation, be_snapshot_type,
     * be_next_snapshot.
     */
    static final class OfSnapshot {
        static final int SPACE = 0;
        static final int NAME = 8;
        static final int CREATION = 16;
        static final int POLICY = 24;
        static final int NEXT = 32;

        private OfSnapshot() {}
    }
}
