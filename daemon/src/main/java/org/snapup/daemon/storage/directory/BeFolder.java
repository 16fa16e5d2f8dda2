package org.snapup.daemon.storage.directory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.daemon.storage.Tag;

/**
 * One BE as it was found on the disk.
 *
 * @param folder holds its record; for a plain one, where that will be
 * @param tree its root directory
 * @param snapshots oldest first
 */
record BeFolder(
        String name, String guid, Form form, Path folder, Path tree, BeRecord record, List<SnapshotRecord> snapshots) {
    /** How far it is ours. */
    enum Form {
        /** A directory that somebody put into the root. */
        PLAIN,
        /** A copy that was begun. */
        IN_THE_MAKING,
        /** Complete, in its place. */
        WHOLE
    }

    BeFolder {
        snapshots = List.copyOf(snapshots);
    }

    boolean isWhole() {
        return form == Form.WHOLE;
    }

    Path recordFile() {
        return folder.resolve(BeRecord.FILE);
    }

    Optional<SnapshotRecord> snapshot(String snapshot) {
        return snapshots.stream().filter(s -> s.name().equals(snapshot)).findFirst();
    }

    boolean belongsTo(Tag tag) {
        return record.ownTag().filter(tag::sameJob).isPresent();
    }

    BeFolder withRecord(BeRecord changed) {
        return new BeFolder(name, guid, form, folder, tree, changed, snapshots);
    }
}
