package org.snapup.ips.journal;

import org.snapup.ffi.BytePath;
import org.snapup.ips.image.ImageLayout;

/**
 * Where a journal is.
 *
 * <pre>
 * var/pkg/snapup-journal.new/      being written; nothing else was changed yet
 * var/pkg/snapup-journal/          an operation is under way, or was cut off
 *     log                          what there was: see {@link JournalLog}
 *     files/N                      files that are replaced or removed, and caches
 *     failed.xml, succeeded.xml    the entries of the history for either end
 * var/pkg/snapup-journal.old/      the operation has ended
 * var/pkg/state/snapup-operation   the operation that made this state
 * TOP/.snapup-journal/N            as files/N, on other filesystems that the image is spread over
 * </pre>
 */
final class JournalLayout {
    static final BytePath FOLDER = ImageLayout.META.resolve("snapup-journal");
    static final BytePath BEING_WRITTEN = ImageLayout.META.resolve("snapup-journal.new");
    static final BytePath ENDED = ImageLayout.META.resolve("snapup-journal.old");
    static final BytePath OPERATION = ImageLayout.STATE.resolve("snapup-operation");

    static final String LOG = "log";
    static final String FILES = "files";
    static final String FAILED = "failed.xml";
    static final String SUCCEEDED = "succeeded.xml";
    static final String ELSEWHERE = ".snapup-journal";

    private JournalLayout() {}
}
