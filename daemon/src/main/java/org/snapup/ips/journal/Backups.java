package org.snapup.ips.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;

/** Gives files one more name, on the filesystem that they are on, so that they outlive being replaced. */
final class Backups {
    private final RootDirectory root;
    private final BytePath written;
    private final Consumer<BytePath> newPlace;
    private final Map<Long, BytePath> places = new HashMap<>();
    private int number;

    /**
     * In the folder of a journal.
     *
     * @param written where that folder is while the journal is being written
     * @param newPlace told of a folder on another filesystem before it is made
     */
    Backups(RootDirectory root, BytePath written, Consumer<BytePath> newPlace) {
        this.root = root;
        this.written = written;
        this.newPlace = newPlace;
    }

    /** Keeps a file; gives the name that it is kept under once the journal has its own. */
    BytePath keep(BytePath path, FileStat stat, boolean begun) {
        BytePath home = JournalLayout.FOLDER.resolve(JournalLayout.FILES);
        BytePath now = begun ? home : written.resolve(JournalLayout.FILES);
        BytePath elsewhere = places.get(stat.device());
        String name = String.valueOf(number++);
        BytePath folder = elsewhere == null ? now : elsewhere;
        try {
            link(path, stat, folder.resolve(name));
        } catch (ErrnoException e) {
            if (!e.is(Errno.EXDEV) || elsewhere != null) {
                throw e;
            }
            elsewhere = Journal.top(root, path.parent()).resolve(JournalLayout.ELSEWHERE);
            newPlace.accept(elsewhere);
            root.makeDirectories(elsewhere, 0700);
            places.put(stat.device(), elsewhere);
            link(path, stat, elsewhere.resolve(name));
        }
        return (elsewhere == null ? home : elsewhere).resolve(name);
    }

    private void link(BytePath path, FileStat stat, BytePath backup) {
        try (DirectoryHandle from = root.parent(path);
                DirectoryHandle to = root.parent(backup)) {
            try {
                from.link(path.name(), to, backup.name());
            } catch (ErrnoException e) {
                // Hard links may be missing, forbidden for files of others, or used up.
                if (!e.is(Errno.EPERM, Errno.ENOTSUP, Errno.OTHER) || !stat.isRegular()) {
                    throw e;
                }
                copy(from, path.name(), to, backup.name());
            }
        }
    }

    private static void copy(DirectoryHandle from, byte[] name, DirectoryHandle to, byte[] backup) {
        try (FileHandle source = from.openFile(name);
                FileHandle target = to.createFile(backup, 0600)) {
            target.copyFrom(source);
            target.sync();
        }
    }
}
