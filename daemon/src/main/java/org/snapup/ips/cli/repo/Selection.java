package org.snapup.ips.cli.repo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;

/** The packages of catalogs that patterns mean, and the patterns that mean none. Confined to one thread. */
final class Selection {
    private final List<PackagePattern> patterns;
    private final Set<PackagePattern> unmatched;

    Selection(List<String> patterns) {
        this.patterns = patterns.stream().map(PackagePattern::parse).toList();
        this.unmatched = new LinkedHashSet<>(this.patterns);
    }

    /** The packages of a publisher that are meant, by name, the oldest version first; all without any pattern. */
    List<CatalogEntry> of(Catalog catalog, String publisher) {
        List<CatalogEntry> selected = new ArrayList<>();
        for (String stem : catalog.stems(publisher)) {
            List<CatalogEntry> versions = catalog.versions(publisher, stem);
            List<Fmri> names = versions.stream().map(CatalogEntry::fmri).toList();
            Set<Fmri> wanted = new TreeSet<>(patterns.isEmpty() ? names : List.of());
            for (PackagePattern pattern : patterns) {
                List<Fmri> meant = pattern.select(names);
                if (!meant.isEmpty()) {
                    unmatched.remove(pattern);
                    wanted.addAll(meant);
                }
            }
            versions.stream().filter(entry -> wanted.contains(entry.fmri())).forEach(selected::add);
        }
        return selected;
    }

    /** As {@link #of}, the newest version of each name first. */
    List<CatalogEntry> newestFirst(Catalog catalog, String publisher) {
        Map<String, List<CatalogEntry>> byName = new LinkedHashMap<>();
        for (CatalogEntry entry : of(catalog, publisher)) {
            byName.computeIfAbsent(entry.fmri().name(), name -> new ArrayList<>())
                    .add(0, entry);
        }
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** The patterns that meant nothing so far, as they were written. */
    List<String> unmatched() {
        return unmatched.stream().map(PackagePattern::toString).toList();
    }
}
