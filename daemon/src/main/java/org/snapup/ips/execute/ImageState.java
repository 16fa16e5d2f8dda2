package org.snapup.ips.execute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snapup.ffi.BytePath;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.ManifestStore;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.PlanRequest;

/** What the image will say of itself when a plan is carried out. */
final class ImageState {
    private static final List<String> LOOKUPS =
            List.of("actions.offsets", "actions.stripped", "actions.sqlite", "keys.conflicting", "index");

    private final ImageFiles files;
    private final Image before;
    private final ImagePlan plan;

    ImageState(ImageFiles files, Image before, ImagePlan plan) {
        this.files = files;
        this.before = before;
        this.plan = plan;
    }

    /** What pkg(1) derived from the packages installed so far, and makes again. */
    static List<BytePath> lookups() {
        return LOOKUPS.stream().map(ImageLayout.CACHE::resolve).toList();
    }

    /** Stores the manifests of the packages that come. */
    void writeManifests(ManifestStore manifests) {
        for (PackageChange change : plan.packages()) {
            Fmri to = change.to();
            if (to != null) {
                files.write(ImageLayout.manifest(to), manifests.bytes(to), 0644);
            }
        }
    }

    /** Manifests of packages that go, and what pkg(1) derived from them; they are needed until {@link #commit}. */
    List<BytePath> oldManifests() {
        List<BytePath> paths = new ArrayList<>();
        for (PackageChange change : plan.packages()) {
            Fmri from = change.from();
            if (from != null) {
                paths.add(ImageLayout.manifest(from));
                paths.add(ImageLayout.manifestCache(from));
            }
        }
        // Their files go with the actions, the folder that is left empty goes here.
        plan.removals().stream()
                .filter(change -> change.kind() == ActionKind.LICENSE)
                .map(change -> PackageRecords.license(change.subject()))
                .forEach(paths::add);
        return paths;
    }

    /** Writes the catalogs of known and installed packages beside those in force. */
    void prepare(Instant now) {
        Set<Fmri> installed = new HashSet<>(plan.installed().values());
        Map<String, Fmri> newest = new HashMap<>();
        List<CatalogRecord> offered = plan.catalogs().records();
        for (CatalogRecord record : offered) {
            Fmri fmri = record.entry().fmri();
            newest.merge(fmri.stem(), fmri, (a, b) -> a.requireVersion().compareTo(b.requireVersion()) >= 0 ? a : b);
        }
        List<CatalogRecord> known = new ArrayList<>();
        List<CatalogRecord> present = new ArrayList<>();
        for (CatalogRecord record : offered) {
            Fmri fmri = record.entry().fmri();
            boolean isInstalled = installed.contains(fmri);
            CatalogRecord next = record.withEntry(
                    record.entry().withState(state(record, isInstalled, !fmri.equals(newest.get(fmri.stem())), now)));
            known.add(next);
            if (isInstalled) {
                present.add(next);
            }
        }
        new StateWriter(files).prepare(present, known, plan.avoided());
    }

    /** Puts the new catalogs into force, in one step. */
    void commit() {
        new StateWriter(files).commit();
        files.write(ImageLayout.MODIFIED, new byte[0], 0644);
    }

    private EntryState state(CatalogRecord record, boolean installed, boolean upgradable, Instant now) {
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
        if (before.config().hasDatabase() && isManual(fmri)) {
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
    private boolean isManual(Fmri fmri) {
        Fmri previous = before.installed().get(fmri.name());
        boolean then = previous != null
                && before.installedCatalog()
                        .find(previous)
                        .map(CatalogEntry::state)
                        .filter(state -> state.has(EntryState.MANUAL))
                        .isPresent();
        List<String> asked = plan.request() instanceof PlanRequest.Install install
                ? install.patterns()
                : plan.request() instanceof PlanRequest.ExactInstall exact ? exact.patterns() : List.of();
        return then || asked.stream().map(PackagePattern::parse).anyMatch(pattern -> pattern.matchesName(fmri.name()));
    }

    private static boolean isSet(String line, String name) {
        return line.startsWith("set ") && line.contains("name=" + name + " ") && line.contains("value=true");
    }
}
