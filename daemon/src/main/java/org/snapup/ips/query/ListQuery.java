package org.snapup.ips.query;

import java.util.List;

/**
 * Which packages to list.
 *
 * @param patterns as pkg(1) matches them; none means all
 * @param origins repositories to look in instead of the image's publishers ({@code -g}); for the lists of what is known
 * @param refresh first brings this process' copies of the publishers' catalogs up to date; else what the image knew at
 *     its last refresh counts
 * @param summaries tells what each package is, too; it takes longer
 */
public record ListQuery(
        Selection selection, List<String> patterns, List<String> origins, boolean refresh, boolean summaries) {

    /** What is chosen from. */
    public enum Selection {
        /** Installed ({@code pkg list}). */
        INSTALLED,
        /** Installed, and the newest of each other package that the installed incorporations allow ({@code -a}). */
        INSTALLABLE,
        /** Every known version, those for other variants too ({@code -af}). */
        ALL,
        /** The newest known version of each package of each publisher ({@code -n}). */
        NEWEST,
        /** Installed with a newer version known ({@code -u}). */
        UPGRADABLE,
        /** Installed and not needed by another installed one ({@code -r}). */
        REMOVABLE
    }

    public ListQuery {
        patterns = List.copyOf(patterns);
        origins = List.copyOf(origins);
    }

    /** Names, versions and states only. */
    public ListQuery(Selection selection, List<String> patterns, List<String> origins, boolean refresh) {
        this(selection, patterns, origins, refresh, false);
    }

    /** Installed packages. */
    public static ListQuery installed(List<String> patterns) {
        return new ListQuery(Selection.INSTALLED, patterns, List.of(), false);
    }
}
