package org.snapup.daemon.storage.directory.tree;

import java.nio.file.Path;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Removes everything in a directory without following a link or crossing into another filesystem. */
public final class TreeRemoval {
    private final Path folder;
    private final CrashPoint crash;

    public TreeRemoval(Path folder, CrashPoint crash) {
        this.folder = folder;
        this.crash = crash;
    }

    /** Leaves the directory itself. */
    public void run() {
        try (RootDirectory root = RootDirectory.open(folder)) {
            empty(root.handle(), root.handle().stat().device());
        }
    }

    private void empty(DirectoryHandle directory, long device) {
        for (byte[] name : directory.list()) {
            try {
                remove(directory, name, device);
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }

    private void remove(DirectoryHandle parent, byte[] name, long device) {
        FileStat stat = parent.stat(name);
        if (!stat.isDirectory()) {
            parent.unlink(name);
            return;
        }
        crash.before("remove a directory");
        if (stat.device() != device) {
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    "something is mounted at '" + BytePath.ROOT.resolve(name) + "' below " + folder
                            + ": it stays; unmount it and repeat",
                    null);
        }
        if ((stat.permissions() & 0700) != 0700) {
            parent.chmod(name, 0700);
        }
        try (DirectoryHandle directory = parent.openDirectory(name)) {
            empty(directory, device);
        }
        parent.removeDirectory(name);
    }
}
