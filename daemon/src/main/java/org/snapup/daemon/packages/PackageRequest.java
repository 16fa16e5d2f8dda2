package org.snapup.daemon.packages;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What is to be done with which packages.
 *
 * @param patterns as the engine's users type them; empty for UPDATE means everything
 * @param allowDowngrade whether the requester may replace a package by an older version
 */
public record PackageRequest(Kind kind, List<String> patterns, boolean allowDowngrade) {
    public PackageRequest {
        requireNonNull(kind, "kind");
        patterns = List.copyOf(patterns);
    }

    /** The three operations. */
    public enum Kind {
        UPDATE,
        INSTALL,
        UNINSTALL
    }
}
