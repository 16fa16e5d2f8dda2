package org.snapup.ips.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image knows of a package version. The numbers are pkg(1)'s.
 *
 * @param states see the constants
 * @param lastInstall when it was installed, {@code YYYYMMDDThhmmss.ffffffZ}
 * @param lastUpdate when it was last updated
 */
public record EntryState(
        List<Integer> states,
        @Nullable String lastInstall,
        @Nullable String lastUpdate) {
    /** In the catalog of a configured publisher. */
    public static final int KNOWN = 0;

    /** Installed in the image. */
    public static final int INSTALLED = 2;

    /** Installed, and a newer version is known. */
    public static final int UPGRADABLE = 4;

    /** From a version 0 catalog. */
    public static final int V0 = 6;

    /** From a version 1 catalog. */
    public static final int V1 = 7;

    /** The package says that it is obsolete. */
    public static final int OBSOLETE = 8;

    /** The package says that it was renamed. */
    public static final int RENAMED = 9;

    /** Doesn't work in this image, for its variants. */
    public static final int UNSUPPORTED = 10;

    /** The user pinned it. */
    public static final int FROZEN = 11;

    /** Stands for a package of the format before IPS. */
    public static final int LEGACY = 12;

    /** The user asked for it by name; pkg(1) of OmniOS only. */
    public static final int MANUAL = 13;

    public EntryState {
        states = List.copyOf(states);
    }

    public boolean has(int state) {
        return states.contains(state);
    }
}
