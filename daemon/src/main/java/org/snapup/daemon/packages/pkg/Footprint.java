package org.snapup.daemon.packages.pkg;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What is at each path that an operation may touch. pkg(1) puts every file under a new name beside its place and renames
 * it, so that the file is another one afterwards, and its folder has another time.
 */
final class Footprint {
    private Footprint() {}

    /** A text for each path. */
    static Map<String, String> take(Path root, List<BytePath> paths) {
        Map<String, String> prints = new LinkedHashMap<>();
        try (RootDirectory directory = RootDirectory.open(root)) {
            for (BytePath path : paths) {
                prints.put(
                        path.toString(),
                        directory.find(path).map(Footprint::text).orElse("-"));
            }
            return prints;
        } catch (ErrnoException e) {
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED,
                    root.toString(),
                    "can't look at the files beneath " + root + ": " + e.getMessage() + "; nothing was changed",
                    e);
        }
    }

    /** Without the device: its number is another one after each boot. */
    private static String text(FileStat stat) {
        return stat.type() + " " + Integer.toOctalString(stat.permissions()) + " " + stat.uid() + ":" + stat.gid() + " "
                + stat.size() + " " + stat.inode() + " " + stat.links() + " " + stat.modifiedSeconds() + "."
                + stat.modifiedNanos();
    }
}
