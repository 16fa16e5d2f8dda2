package org.snapup.daemon.storage.zfs;

import java.util.Map;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;

/**
 * Keeps what a mountpoint property was before a mount that had to rewrite it: in {@value Property#JOURNAL} on the same
 * dataset, as {@code local:VALUE} or {@code inherited:}, so that it is found after a reboot too and travels with renames.
 */
final class MountJournal {
    private final Pool pool;

    MountJournal(Pool pool) {
        this.pool = pool;
    }

    /** @param value as it is set; of no meaning for an inherited one */
    record Entry(boolean own, String value) {
        @Override
        public String toString() {
            return own ? "local:" + value : "inherited:";
        }
    }

    static Entry parse(String text) {
        return text.startsWith("local:")
                ? new Entry(true, text.substring("local:".length()))
                : new Entry(false, "none");
    }

    /** Notes the property down where that hasn't been done. */
    void keep(Dataset dataset) {
        if (!dataset.property(Property.JOURNAL).isLocal()) {
            Property mountpoint = dataset.property("mountpoint");
            Entry entry = new Entry(mountpoint.isOwn(), pool.altroot().strip(mountpoint.value()));
            ZfsCommands.require(
                    pool.commands().set(dataset.name(), Property.JOURNAL, entry.toString()),
                    "note down the mountpoint of " + dataset.name(),
                    dataset.name());
        }
    }

    /** Gives every dataset of an unmounted tree its own mountpoint back. */
    void restore(Map<String, Dataset> tree) {
        for (Dataset dataset : tree.values()) {
            Property journal = dataset.property(Property.JOURNAL);
            if (journal.isLocal()) {
                Entry entry = parse(journal.value());
                ZfsCommands.require(
                        entry.own()
                                ? pool.commands().set(dataset.name(), "mountpoint", entry.value())
                                : pool.commands().zfs("inherit", "mountpoint", dataset.name()),
                        "restore the mountpoint of " + dataset.name(),
                        dataset.name());
                ZfsCommands.require(
                        pool.commands().zfs("inherit", Property.JOURNAL, dataset.name()),
                        "restore the mountpoint of " + dataset.name(),
                        dataset.name());
            }
        }
    }
}
