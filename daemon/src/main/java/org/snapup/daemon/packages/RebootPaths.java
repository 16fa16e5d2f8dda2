package org.snapup.daemon.packages;

import java.util.regex.Pattern;

/** What a running system can't take in without a reboot, whether its package says so or not. */
public final class RebootPaths {
    private static final Pattern KERNEL_OR_OURS =
            Pattern.compile("(kernel|platform/[^/]+/kernel|usr/kernel|boot|usr/lib/snapup)/.*");

    private RebootPaths() {}

    /** @param path relative to the root */
    public static boolean matches(String path) {
        return KERNEL_OR_OURS.matcher(path).matches();
    }
}
