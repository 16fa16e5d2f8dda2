package org.snapup.daemon.storage.directory.tree;

import java.nio.ByteBuffer;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.ExtendedAttributes;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.FileType;

/** Copies what isn't a directory, with everything that belongs to it. One a thread. */
final class EntryCopy {
    private static final int BUFFER_BYTES = 256 * 1024;
    /** Below this, looking for holes costs more than it saves. */
    private static final int SPARSE_FROM_BYTES = 64 * 1024;
    /** Refusals in a row after which block sharing isn't tried any more: one odd file isn't a filesystem without it. */
    private static final int ENOUGH_REFUSALS = 16;

    private final boolean privileged;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private int refusals;
    private long copiedBytes;

    /** @param privileged whether owners can be given and every attribute set */
    EntryCopy(boolean privileged) {
        this.privileged = privileged;
    }

    /** Bytes of content that were copied and not shared. */
    long copiedBytes() {
        return copiedBytes;
    }

    /** Copies an entry of any type that can be copied; the name must be free. */
    void copy(DirectoryHandle from, DirectoryHandle to, byte[] name, FileStat stat) {
        if (stat.isRegular()) {
            file(from, to, name, stat);
        } else if (stat.isSymlink()) {
            symlink(from, to, name, stat);
        } else if (stat.type() != FileType.OTHER) {
            node(from, to, name, stat);
        }
    }

    private void file(DirectoryHandle from, DirectoryHandle to, byte[] name, FileStat stat) {
        try (FileHandle in = from.openFile(name);
                FileHandle out = to.createFile(name, 0600)) {
            if (stat.size() > 0 && !share(in, out)) {
                content(in, out, stat.size());
            }
            own(() -> out.chown(stat.uid(), stat.gid()));
            attributes(in.attributes(), out.attributes());
            out.chmod(stat.permissions());
            out.setTimes(stat.modifiedSeconds(), stat.modifiedNanos());
        }
    }

    private boolean share(FileHandle in, FileHandle out) {
        if (refusals >= ENOUGH_REFUSALS) {
            return false;
        }
        boolean shared = out.shareFrom(in);
        refusals = shared ? 0 : refusals + 1;
        return shared;
    }

    private void content(FileHandle in, FileHandle out, long size) {
        if (size < SPARSE_FROM_BYTES) {
            range(in, out, size);
            return;
        }
        long end = 0;
        for (long data = in.seekData(0); data >= 0; data = in.seekData(end)) {
            end = in.seekHole(data);
            in.seek(data);
            out.seek(data);
            range(in, out, end - data);
        }
        if (end < size) {
            out.truncate(size);
        }
    }

    private void range(FileHandle in, FileHandle out, long length) {
        long left = length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(left, buffer.capacity()));
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            out.write(buffer.flip());
            copiedBytes += count;
            left -= count;
        }
    }

    private void symlink(DirectoryHandle from, DirectoryHandle to, byte[] name, FileStat stat) {
        to.symlink(from.readLink(name), name);
        own(() -> to.chown(name, stat.uid(), stat.gid()));
        if (privileged) {
            attributes(from.attributes(name), to.attributes(name));
        }
        to.setTimes(name, stat.modifiedSeconds(), stat.modifiedNanos());
    }

    private void node(DirectoryHandle from, DirectoryHandle to, byte[] name, FileStat stat) {
        to.makeNode(name, stat);
        own(() -> to.chown(name, stat.uid(), stat.gid()));
        if (stat.type() != FileType.SOCKET) {
            attributes(from.attributes(name), to.attributes(name));
        }
        to.chmod(name, stat.permissions());
        to.setTimes(name, stat.modifiedSeconds(), stat.modifiedNanos());
    }

    /** Gives a directory whose entries are all there what belongs to it. */
    void directory(DirectoryHandle from, DirectoryHandle to, FileStat stat) {
        own(() -> to.chown(stat.uid(), stat.gid()));
        attributes(from.attributes(), to.attributes());
        to.chmod(stat.permissions());
        to.setTimes(stat.modifiedSeconds(), stat.modifiedNanos());
    }

    private void attributes(ExtendedAttributes from, ExtendedAttributes to) {
        for (String name : from.names()) {
            from.get(name).ifPresent(value -> {
                if (name.startsWith("user.") || name.startsWith("system.")) {
                    to.set(name, value);
                } else {
                    own(() -> to.set(name, value));
                }
            });
        }
    }

    /** What only root may do is left out for others, as cp does. */
    private void own(Runnable change) {
        try {
            change.run();
        } catch (ErrnoException e) {
            if (privileged || !e.is(Errno.EPERM, Errno.EACCES, Errno.ENOTSUP)) {
                throw e;
            }
        }
    }
}
