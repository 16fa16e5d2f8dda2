package org.snapup.daemon.packages;

import java.util.List;
import java.util.regex.Pattern;

/** What a running system can't take in without a reboot, whether its package says so or not. */
public final class RebootPaths {
    private static final List<String> FOLDERS = List.of("kernel/", "usr/kernel/", "boot/", "usr/lib/snapup/");
    private static final Pattern PLATFORM = Pattern.compile("platform/[^/]+/kernel/.*");

    private RebootPaths() {}

    /** @param path relative to the root */
    public static boolean matches(String path) {
        for (String folder : FOLDERS) {
            if (path.startsWith(folder)) {
                return true;
            }
        }
        return path.startsWith("platform/") && PLATFORM.matcher(path).matches();
    }
}
