package org.snapup.ffi;

/**
 * What the kernel says about one file.
 *
 * @param type what it is
 * @param permissions the lower 12 bits of the mode
 * @param uid owner
 * @param gid group
 * @param size bytes; for a symbolic link the length of its target
 * @param inode number within the device
 * @param device an opaque number: equal for files of one filesystem
 * @param links number of hard links
 * @param rdev for a device file the {@code dev_t} to give to mknod, else 0
 * @param modifiedSeconds since the epoch, UTC
 * @param modifiedNanos within that second
 */
public record FileStat(
        FileType type,
        int permissions,
        int uid,
        int gid,
        long size,
        long inode,
        long device,
        int links,
        long rdev,
        long modifiedSeconds,
        int modifiedNanos) {

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    public boolean isRegular() {
        return type == FileType.REGULAR;
    }

    public boolean isSymlink() {
        return type == FileType.SYMLINK;
    }

    /** Whether both are the same file, not only equal ones. */
    public boolean sameFile(FileStat other) {
        return inode == other.inode && device == other.device;
    }
}
