package org.snapup.daemon.storage.directory.tree;

import java.util.List;
import org.snapup.daemon.storage.directory.tree.Slices.Slice;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;

/** What one thread of a copy does: takes slices and copies the entries in them. */
final class SliceCopy {
    private static final int SLICE_NAMES = 256;

    private final RootDirectory from;
    private final RootDirectory to;
    private final long device;
    private final EntryCopy entries;
    private final Slices slices;
    private final Remainder remainder;
    private final CrashPoint crash;

    SliceCopy(
            RootDirectory from,
            RootDirectory to,
            EntryCopy entries,
            Slices slices,
            Remainder remainder,
            CrashPoint crash) {
        this.from = from;
        this.to = to;
        this.device = from.handle().stat().device();
        this.entries = entries;
        this.slices = slices;
        this.remainder = remainder;
        this.crash = crash;
    }

    void run() {
        for (Slice slice = slices.take(); slice != null; slice = slices.take()) {
            copy(slice);
            slices.done();
        }
    }

    private void copy(Slice slice) {
        crash.before("copy some of " + slice.directory());
        try (DirectoryHandle in = from.directory(slice.directory());
                DirectoryHandle out = to.directory(slice.directory())) {
            for (byte[] name : firstOf(slice, in)) {
                try {
                    copy(slice.directory().resolve(name), name, in, out);
                } catch (ErrnoException e) {
                    if (!e.is(Errno.ENOENT) || in.find(name).isPresent()) {
                        throw UnreadableEntry.explain(slice.directory().resolve(name), e);
                    }
                }
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) || from.find(slice.directory()).isPresent()) {
                throw UnreadableEntry.explain(slice.directory(), e);
            }
        }
    }

    /** The names to copy now; what is too much for one turn goes back on the stack. */
    private List<byte[]> firstOf(Slice slice, DirectoryHandle in) {
        if (slice.names() != null) {
            return slice.names();
        }
        List<byte[]> names = in.list();
        for (int i = SLICE_NAMES; i < names.size(); i += SLICE_NAMES) {
            slices.put(new Slice(slice.directory(), names.subList(i, Math.min(names.size(), i + SLICE_NAMES))));
        }
        return names.subList(0, Math.min(names.size(), SLICE_NAMES));
    }

    private void copy(BytePath path, byte[] name, DirectoryHandle in, DirectoryHandle out) {
        FileStat stat = in.stat(name);
        if (stat.isDirectory()) {
            out.makeDirectory(name, 0700);
            remainder.made(path, stat);
            if (stat.device() == device) {
                slices.put(new Slice(path, null));
            }
        } else if (stat.links() == 1 || remainder.isFirst(path, stat)) {
            entries.copy(in, out, name, stat);
        }
    }
}
