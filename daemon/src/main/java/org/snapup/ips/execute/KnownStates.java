package org.snapup.ips.execute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.NewestVersions;
import org.snapup.ips.plan.ImagePackages;

/**
 * What an image knows of every package version that is offered or installed.
 *
 * @param known all of them
 * @param present those that are installed
 */
record KnownStates(List<CatalogEntry> known, List<CatalogEntry> present) {
    /**
     * Finds the states.
     *
     * @param before the image as it was
     * @param installed what is installed from now on
     * @param packages every version that is offered or installed
     * @param asked the patterns of what somebody asks for by name
     * @param now when it was installed
     */
    static KnownStates of(
            Image before, Collection<Fmri> installed, ImagePackages packages, List<String> asked, Instant now) {
        List<PackagePattern> patterns =
                asked.stream().map(PackagePattern::parse).toList();
        Set<Fmri> present = new HashSet<>(installed);
        Set<String> names = new HashSet<>();
        installed.forEach(fmri -> names.add(fmri.name()));
        List<CatalogEntry> all = packages.all();
        NewestVersions newest = new NewestVersions(before.config());
        all.forEach(entry -> newest.add(entry.fmri()));
        KnownStates states = new KnownStates(new ArrayList<>(all.size()), new ArrayList<>());
        for (CatalogEntry entry : all) {
            Fmri fmri = entry.fmri();
            boolean isInstalled = present.contains(fmri);
            boolean upgradable = newest.isOlder(fmri);
            List<String> lines = packages.dependencyLines(fmri);
            CatalogEntry next =
                    entry.withState(state(before, fmri, lines, isInstalled, upgradable, patterns, names, now));
            states.known.add(next);
            if (isInstalled) {
                states.present.add(next);
            }
        }
        return states;
    }

    private static EntryState state(
            Image before,
            Fmri fmri,
            List<String> lines,
            boolean installed,
            boolean upgradable,
            List<PackagePattern> asked,
            Set<String> names,
            Instant now) {
        List<Integer> states = new ArrayList<>(List.of(EntryState.KNOWN, EntryState.V1));
        if (installed) {
            states.add(EntryState.INSTALLED);
        }
        if (upgradable) {
            states.add(EntryState.UPGRADABLE);
        }
        addOwn(states, lines);
        if (before.isFrozen(fmri)) {
            states.add(EntryState.FROZEN);
        }
        if (!installed) {
            return new EntryState(states, null, null);
        }
        if (isManual(before, fmri, asked, names)) {
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

    /** Whether a user asked for the package by name: before, or now that another version comes. */
    private static boolean isManual(Image before, Fmri fmri, List<PackagePattern> asked, Set<String> names) {
        Fmri previous = before.installed().get(fmri.name());
        if (previous != null && before.isManual(previous)) {
            return true;
        }
        return before.keepsManual()
                && !fmri.equals(previous)
                && asked.stream()
                        .filter(pattern -> pattern.matches(fmri))
                        .anyMatch(pattern -> pattern.isGlob()
                                || fmri.name().equals(pattern.name())
                                || !names.contains(pattern.name()));
    }

    /** What the package says of itself. */
    private static void addOwn(List<Integer> states, List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("set ") && isTrue(line)) {
                if (line.contains("name=pkg.obsolete ")) {
                    addOnce(states, EntryState.OBSOLETE);
                } else if (line.contains("name=pkg.renamed ")) {
                    addOnce(states, EntryState.RENAMED);
                } else if (line.contains("name=pkg.legacy ")) {
                    addOnce(states, EntryState.LEGACY);
                }
            }
        }
    }

    /** A package may say it for each of its variants. */
    private static void addOnce(List<Integer> states, int state) {
        if (!states.contains(state)) {
            states.add(state);
        }
    }

    private static boolean isTrue(String line) {
        return line.regionMatches(true, Math.max(0, line.indexOf("value=")), "value=true", 0, "value=true".length());
    }
}
