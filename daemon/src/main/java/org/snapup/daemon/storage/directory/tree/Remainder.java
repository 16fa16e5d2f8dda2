package org.snapup.daemon.storage.directory.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;

/**
 * What can be copied only when all the files are there: further names of a file that another thread may be copying, and
 * the attributes of directories, whose times change with each entry. Any thread may add; one finishes.
 */
final class Remainder {
    private record Identity(long device, long inode) {}

    private record Link(BytePath first, BytePath second, FileStat stat) {}

    private record MadeDirectory(BytePath path, FileStat stat) {}

    private final Map<Identity, BytePath> firstNames = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final List<MadeDirectory> directories = new ArrayList<>();

    /** A directory was made; those in which it lies were made before it. */
    synchronized void made(BytePath path, FileStat stat) {
        directories.add(new MadeDirectory(path, stat));
    }

    /** Whether this is a file's first name, so that the file is to be copied now; if not, it is linked at the end. */
    synchronized boolean isFirst(BytePath path, FileStat stat) {
        BytePath first = firstNames.putIfAbsent(new Identity(stat.device(), stat.inode()), path);
        if (first != null) {
            links.add(new Link(first, path, stat));
        }
        return first == null;
    }

    synchronized void finish(RootDirectory from, RootDirectory to, EntryCopy entries, CrashPoint crash) {
        crash.before("make hard links");
        for (Link link : links) {
            try {
                link(link, from, to, entries);
            } catch (ErrnoException e) {
                throw UnreadableEntry.explain(link.second(), e);
            }
        }
        crash.before("give directories their attributes");
        for (int i = directories.size() - 1; i >= 0; i--) {
            MadeDirectory made = directories.get(i);
            directory(made.path(), made.stat(), from, to, entries);
        }
        directory(BytePath.ROOT, from.handle().stat(), from, to, entries);
    }

    private static void link(Link link, RootDirectory from, RootDirectory to, EntryCopy entries) {
        try (DirectoryHandle first = to.parent(link.first());
                DirectoryHandle second = to.parent(link.second())) {
            if (first.find(link.first().name()).isPresent()) {
                first.link(link.first().name(), second, link.second().name());
                return;
            }
            // The name that was to be copied had gone by then.
            try (DirectoryHandle in = from.parent(link.second())) {
                entries.copy(in, second, link.second().name(), link.stat());
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) || from.find(link.second()).isPresent()) {
                throw e;
            }
        }
    }

    private static void directory(
            BytePath path, FileStat stat, RootDirectory from, RootDirectory to, EntryCopy entries) {
        try (DirectoryHandle in = from.directory(path);
                DirectoryHandle out = to.directory(path)) {
            entries.directory(in, out, stat);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                throw UnreadableEntry.explain(path, e);
            }
        }
    }
}
