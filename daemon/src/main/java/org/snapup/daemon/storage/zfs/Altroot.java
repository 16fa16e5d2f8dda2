package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder beneath which a pool's mountpoints lie, empty for none. A mountpoint property is written without it and
 * reads back with it in front.
 */
record Altroot(String path) {
    static Altroot of(String property) {
        return new Altroot(property.equals("-") || property.equals("/") ? "" : property);
    }

    /** A mountpoint as it was read, in the form in which it is set. */
    String strip(String mountpoint) {
        if (path.isEmpty() || !mountpoint.startsWith("/")) {
            return mountpoint;
        }
        if (mountpoint.equals(path)) {
            return "/";
        }
        return mountpoint.startsWith(path + "/") ? mountpoint.substring(path.length()) : mountpoint;
    }

    /**
     * The mountpoint to set so that the dataset is mounted at a folder of this machine, wherever that is: one outside the
     * altroot is reached by climbing out of it, so that nothing has to be made in the live BE.
     */
    String toProperty(Path folder) {
        String absolute = folder.toString();
        if (path.isEmpty()) {
            return absolute;
        }
        if (absolute.equals(path) || absolute.startsWith(path + "/")) {
            return strip(absolute);
        }
        int depth;
        try {
            depth = Path.of(path).toRealPath().getNameCount();
        } catch (IOException e) {
            depth = Path.of(path).getNameCount();
        }
        return "/" + "../".repeat(depth) + absolute.substring(1);
    }
}
