package org.snapup.ips.query;

import java.util.List;

/**
 * Which packages to describe.
 *
 * @param patterns none means all that are installed
 * @param remote the newest known versions that match, from their origins, instead of installed ones ({@code -r})
 * @param origins repositories to look in instead of the image's publishers ({@code -g})
 */
public record InfoQuery(List<String> patterns, boolean remote, List<String> origins) {
    public InfoQuery {
        patterns = List.copyOf(patterns);
        origins = List.copyOf(origins);
    }

    /** Installed packages. */
    public static InfoQuery installed(List<String> patterns) {
        return new InfoQuery(patterns, false, List.of());
    }
}
