package org.snapup.ips.cli.repo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;

/** Which of a package's versions are meant, as pkgrecv(1) names it. */
enum CopiedVersions {
    ALL_TIMESTAMPS,
    ALL_VERSIONS,
    LATEST;

    /** Whether the user says so. */
    static boolean areChosen(Arguments arguments) {
        return arguments.has("--latest") || arguments.has("--all-versions") || arguments.has("-m");
    }

    static CopiedVersions of(Arguments arguments) {
        String named = arguments.has("--latest")
                ? "latest"
                : arguments.has("--all-versions")
                        ? "all-versions"
                        : Objects.requireNonNullElse(arguments.one("-m"), "all-timestamps");
        return switch (named) {
            case "all-timestamps" -> ALL_TIMESTAMPS;
            case "all-versions" -> ALL_VERSIONS;
            case "latest" -> LATEST;
            default -> throw new UsageException("-m takes latest, all-versions or all-timestamps, not '" + named + "'");
        };
    }

    /** Of those of one publisher, the oldest first. */
    Collection<CatalogEntry> among(List<CatalogEntry> entries) {
        if (this == ALL_TIMESTAMPS) {
            return entries;
        }
        Map<String, CatalogEntry> last = new LinkedHashMap<>();
        for (CatalogEntry entry : entries) {
            Fmri fmri = entry.fmri();
            String version = fmri.requireVersion().toString().replaceFirst(":.*", "");
            last.put(this == LATEST ? fmri.name() : fmri.name() + "@" + version, entry);
        }
        return last.values();
    }
}
