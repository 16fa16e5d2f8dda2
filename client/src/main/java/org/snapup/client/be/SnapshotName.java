package org.snapup.client.be;

import org.snapup.client.cli.UsageException;

/**
 * {@code BE@SNAPSHOT}, taken apart.
 *
 * @param be empty when nothing stands before the {@code @}
 * @param snapshot empty when there is no {@code @}
 */
record SnapshotName(String be, String snapshot) {
    static SnapshotName parse(String word) throws UsageException {
        int at = word.indexOf('@');
        if (at < 0) {
            return new SnapshotName(word, "");
        }
        if (at + 1 == word.length()) {
            throw new UsageException("'" + word + "' has no snapshot's name after the @");
        }
        return new SnapshotName(word.substring(0, at), word.substring(at + 1));
    }
}
