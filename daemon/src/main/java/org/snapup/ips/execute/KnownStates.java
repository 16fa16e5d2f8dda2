package org.snapup.ips.execute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.image.Image;

/**
 * What an image knows of every package version that is offered or installed.
 *
 * @param known all of them
 * @param present those that are installed
 */
record KnownStates(List<CatalogRecord> known, List<CatalogRecord> present) {
    /**
     * Finds the states.
     *
     * @param before the image as it was
     * @param installed what is installed from now on
     * @param offered every version that is offered or installed
     * @param asked the patterns of what somebody asks for by name
     * @param now when it was installed
     */
    static KnownStates of(
            Image before, Collection<Fmri> installed, List<CatalogRecord> offered, List<String> asked, Instant now) {
        List<PackagePattern> patterns =
                asked.stream().map(PackagePattern::parse).toList();
        Set<Fmri> present = new HashSet<>(installed);
        Map<String, Fmri> newest = new HashMap<>();
        for (CatalogRecord record : offered) {
            Fmri fmri = record.entry().fmri();
            newest.merge(fmri.stem(), fmri, (a, b) -> a.requireVersion().compareTo(b.requireVersion()) >= 0 ? a : b);
        }
        KnownStates states = new KnownStates(new ArrayList<>(), new ArrayList<>());
        for (CatalogRecord record : offered) {
            Fmri fmri = record.entry().fmri();
            boolean isInstalled = present.contains(fmri);
            boolean upgradable = !fmri.equals(newest.get(fmri.stem()));
            CatalogRecord next = record.withEntry(
                    record.entry().withState(state(before, record, isInstalled, upgradable, patterns, now)));
            states.known.add(next);
            if (isInstalled) {
                states.present.add(next);
            }
        }
        return states;
    }

    private static EntryState state(
            Image before,
            CatalogRecord record,
            boolean installed,
            boolean upgradable,
            List<PackagePattern> asked,
            Instant now) {
        Fmri fmri = record.entry().fmri();
        List<Integer> states = new ArrayList<>(List.of(EntryState.KNOWN, EntryState.V1));
        if (installed) {
            states.add(EntryState.INSTALLED);
        }
        if (upgradable) {
            states.add(EntryState.UPGRADABLE);
        }
        if (record.dependency().stream().anyMatch(line -> isSet(line, "pkg.obsolete"))) {
            states.add(EntryState.OBSOLETE);
        }
        if (record.dependency().stream().anyMatch(line -> isSet(line, "pkg.renamed"))) {
            states.add(EntryState.RENAMED);
        }
        if (installed && before.frozen().containsKey(fmri.name())) {
            states.add(EntryState.FROZEN);
        }
        if (!installed) {
            return new EntryState(states, null, null);
        }
        if (before.config().hasDatabase() && isManual(before, fmri, asked)) {
            states.add(EntryState.MANUAL);
        }
        Optional<EntryState> old = before.installedCatalog().find(fmri).map(CatalogEntry::state);
        if (old.isPresent()) {
            return new EntryState(states, old.get().lastInstall(), old.get().lastUpdate());
        }
        Fmri previous = before.installed().get(fmri.name());
        String time = CatalogWriter.time(now);
        Optional<String> firstInstall = Optional.ofNullable(previous)
                .flatMap(p -> before.installedCatalog().find(p))
                .map(CatalogEntry::state)
                .map(EntryState::lastInstall);
        return new EntryState(states, firstInstall.orElse(time), previous == null ? null : time);
    }

    /** Whether a user asked for the package by name, now or before. */
    private static boolean isManual(Image before, Fmri fmri, List<PackagePattern> asked) {
        Fmri previous = before.installed().get(fmri.name());
        boolean then = previous != null
                && before.installedCatalog()
                        .find(previous)
                        .map(CatalogEntry::state)
                        .filter(state -> state.has(EntryState.MANUAL))
                        .isPresent();
        return then || asked.stream().anyMatch(pattern -> pattern.matchesName(fmri.name()));
    }

    private static boolean isSet(String line, String name) {
        return line.startsWith("set ") && line.contains("name=" + name + " ") && line.contains("value=true");
    }
}
