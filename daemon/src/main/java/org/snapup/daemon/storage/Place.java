package org.snapup.daemon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.snapup.daemon.storage.mounts.Mount;
import org.snapup.daemon.storage.mounts.MountTable;

/** What a path leads to, so that a folder, a link or a mount that was put in its place meanwhile is told from it. */
public final class Place {
    private Place() {}

    /**
     * The filesystem, the folder in it, and, where the system numbers its mounts, the mount.
     *
     * @param root absolute, links resolved
     * @throws IOException when nothing is there
     */
    public static String of(String root) throws IOException {
        Map<String, Object> folder = Files.readAttributes(Path.of(root), "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
        String mount = MountTable.read(() -> "").holding(root).map(Mount::id).orElse("");
        return folder.get("dev") + ":" + folder.get("ino") + ":" + mount;
    }
}
