package org.snapup.daemon.storage.mounts;

/**
 * A mounted filesystem.
 *
 * @param device major:minor, empty where the system's table doesn't say
 * @param root the part of the filesystem that is mounted: {@code /}, or deeper for a bind mount
 */
public record Mount(String source, String path, String type, String device, String root) {
    public boolean isZfs() {
        return type.equals("zfs") || type.equals("fuse.zfs");
    }

    /** Of this dataset as a whole. */
    public boolean isOf(String dataset) {
        return isZfs() && source.equals(dataset) && root.equals("/");
    }

    public boolean isBeneath(String folder) {
        return path.startsWith(folder.equals("/") ? "/" : folder + "/");
    }
}
