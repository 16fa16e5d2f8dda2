package org.snapup.ips.journal;

import org.snapup.ffi.BytePath;
import org.snapup.ffi.FileStat;

/** What was under a path when an operation began. */
sealed interface Before {
    BytePath path();

    /** Nothing. */
    record Absent(BytePath path) implements Before {}

    /** A symbolic link. */
    record Link(BytePath path, BytesText target, int uid, int gid) implements Before {}

    /** A directory. */
    record Folder(BytePath path, Attributes attributes) implements Before {}

    /**
     * A file of any other type.
     *
     * @param backup one more name of the same file, or of a copy where the filesystem has no hard links
     */
    record Content(BytePath path, Attributes attributes, BytePath backup) implements Before {}

    /**
     * What can change about a file while it stays the same file.
     *
     * @param mode the lower 12 bits
     * @param seconds of the time of its last modification, since the epoch
     */
    record Attributes(int mode, int uid, int gid, long seconds, int nanos) {
        static Attributes of(FileStat stat) {
            return new Attributes(
                    stat.permissions(), stat.uid(), stat.gid(), stat.modifiedSeconds(), stat.modifiedNanos());
        }
    }
}
